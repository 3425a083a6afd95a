package handler

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/precondition"
)

// target returns the ID of the resource that a request is to change, and the
// conditions under which it may.
func target(c fiber.Ctx, requireIfMatch bool) (id int64, conditions precondition.Conditions, err error) {
	if id, err = resourceID(c); err != nil {
		return 0, conditions, err
	}
	conditions, err = precondition.ParseWrite(tagsIn(c, fiber.HeaderIfMatch), tagsIn(c, fiber.HeaderIfNoneMatch), requireIfMatch)
	return id, conditions, err
}
