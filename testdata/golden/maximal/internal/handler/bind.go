package handler

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/strictjson"
)

// bind decodes the JSON body of a request onto dst.
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
