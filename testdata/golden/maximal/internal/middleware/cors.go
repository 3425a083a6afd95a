package middleware

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/cors"
)

// CORS sets the CORS headers and responds to preflight requests.
func CORS(policy cors.Policy) fiber.Handler {
	return func(c fiber.Ctx) error {
		get := func(name string) string { return c.Get(name) }
		if policy.Apply(method(c), get, c.Response().Header.Add) {
			c.Status(fiber.StatusNoContent)
			return nil
		}
		return c.Next()
	}
}
