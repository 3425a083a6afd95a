package middleware

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/rooms/internal/guard"
	"github.com/acme/rooms/internal/principal"
)

// Principal makes room for the principal of a request.
func Principal() fiber.Handler {
	return func(c fiber.Ctx) error {
		c.SetContext(principal.NewContext(c.Context()))
		return c.Next()
	}
}

// Authenticate sets the principal of a request, if its credentials are valid.
func Authenticate(g guard.Guard) fiber.Handler {
	return func(c fiber.Ctx) error {
		headers := c.GetReqHeaders()
		g.Authenticate(c.Context(), guard.Request{Method: c.Method(), Authorization: headers[fiber.HeaderAuthorization], Keys: headers[guard.KeyHeader]})
		return c.Next()
	}
}

// Require rejects requests unless their principal has a role.
func Require(role string) fiber.Handler {
	return func(c fiber.Ctx) error {
		if err := guard.Require(c.Context(), role, c.Set); err != nil {
			return err
		}
		return c.Next()
	}
}
