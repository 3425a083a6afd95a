package handler

import (
	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/precondition"
)

// targetUUID returns the UUID of the resource that a request is to change, and the
// conditions under which it may.
func targetUUID(c fiber.Ctx, requireIfMatch bool) (id uuid.UUID, conditions precondition.Conditions, err error) {
	if id, err = resourceUUID(c); err != nil {
		return uuid.Nil, conditions, err
	}
	conditions, err = precondition.ParseWrite(tagsIn(c, fiber.HeaderIfMatch), tagsIn(c, fiber.HeaderIfNoneMatch), requireIfMatch)
	return id, conditions, err
}

// resourceUUID returns the UUID in the path of a request, which must have no query.
func resourceUUID(c fiber.Ctx) (uuid.UUID, error) {
	if err := noQuery(c); err != nil {
		return uuid.Nil, err
	}
	return pathUUID(c.Params("id"))
}

// pathUUID parses the UUID of a resource in a path, of which there is one form only.
func pathUUID(s string) (uuid.UUID, error) {
	id, err := uuid.Parse(s)
	if err != nil || id.String() != s {
		return uuid.Nil, &apperr.BadRequest{Message: "id must be a UUID in lower case"}
	}
	return id, nil
}
