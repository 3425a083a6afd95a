package handler

import (
	"mime"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/strictjson"
)

// bind decodes the JSON body of a request into dst.
func bind(c fiber.Ctx, dst any) error {
	data, err := readBody(c, "application/json")
	if err != nil {
		return err
	}
	return strictjson.Unmarshal(data, dst)
}

// readBody returns the body of a request, which must be of one of the media
// types, as it was sent. The Body method of fiber would decompress it.
func readBody(c fiber.Ctx, mediaTypes ...string) ([]byte, error) {
	if err := checkMediaType(c.Get(fiber.HeaderContentType), mediaTypes); err != nil {
		return nil, err
	}
	return c.BodyRaw(), nil
}

// checkMediaType returns an error unless a Content-Type is one of the media
// types.
func checkMediaType(contentType string, mediaTypes []string) error {
	mediaType, _, err := mime.ParseMediaType(contentType)
	if err != nil || !slices.Contains(mediaTypes, mediaType) {
		return apperr.ErrMediaType
	}
	return nil
}

// pathID parses the id of a resource in a path.
func pathID(s string) (int64, error) {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id < 1 || strconv.FormatInt(id, 10) != s {
		return 0, &apperr.BadRequest{Message: "id must be a positive whole number"}
	}
	return id, nil
}
