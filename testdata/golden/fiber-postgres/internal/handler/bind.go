package handler

import (
	"context"
	"fmt"
	"mime"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/pathprefix"
	"github.com/acme/rooms/internal/strictjson"
	"github.com/acme/rooms/internal/strictquery"
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
	if err := checkMediaType(headerValues(c, fiber.HeaderContentType), mediaTypes); err != nil {
		return nil, err
	}
	if err := checkEncoding(headerValues(c, fiber.HeaderContentEncoding)); err != nil {
		return nil, err
	}
	return c.BodyRaw(), nil
}

// headerValues returns the values of a header of a request, separated by commas. The
// Get method of fiber would return one of them.
func headerValues(c fiber.Ctx, name string) string {
	var values []string
	for key, value := range c.Request().Header.AllInOrder() {
		if string(key) == name {
			values = append(values, string(value))
		}
	}
	return strings.Join(values, ", ")
}

// noQuery refuses a request with query parameters, for a route that has none.
func noQuery(c fiber.Ctx) error {
	_, err := strictquery.Parse(string(c.Request().URI().QueryString()))
	return err
}

// checkMediaType returns an error unless a Content-Type is one of the media
// types, in UTF-8.
func checkMediaType(contentType string, mediaTypes []string) error {
	mediaType, params, err := mime.ParseMediaType(contentType)
	if err != nil || !slices.Contains(mediaTypes, mediaType) {
		return apperr.ErrMediaType
	}
	charset, ok := params["charset"]
	if ok && !strings.EqualFold(charset, "utf-8") && !strings.EqualFold(charset, "utf8") {
		return apperr.ErrMediaType
	}
	return nil
}

// checkEncoding returns an error if a Content-Encoding says that a body is
// compressed.
func checkEncoding(contentEncoding string) error {
	if contentEncoding != "" && !strings.EqualFold(contentEncoding, "identity") {
		return apperr.ErrMediaType
	}
	return nil
}

// location returns the URL of the resource with the id in the list at a path,
// which is that of the request that has created it.
func location(ctx context.Context, list string, id any) string {
	return fmt.Sprintf("%s%s/%v", pathprefix.Of(ctx), list, id)
}
