package handler

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/rooms/internal/precondition"
)

// respondFound sends a resource unless the client has this version already.
func respondFound(c fiber.Ctx, version int64, data any) error {
	conditions, err := precondition.Parse(tagsIn(c, fiber.HeaderIfMatch), tagsIn(c, fiber.HeaderIfNoneMatch))
	if err != nil {
		return err
	}
	known, err := conditions.CheckRead(version)
	if err != nil {
		return err
	}
	if known {
		c.Set(fiber.HeaderETag, precondition.ETag(version))
		c.Status(fiber.StatusNotModified)
		return nil
	}
	return respondVersion(c, fiber.StatusOK, version, data)
}

// respondVersion sends a resource with its version as the ETag.
func respondVersion(c fiber.Ctx, status int, version int64, data any) error {
	c.Set(fiber.HeaderETag, precondition.ETag(version))
	return respond(c, status, data)
}
