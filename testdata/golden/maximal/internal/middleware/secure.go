package middleware

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/secure"
)

// Secure sets the security headers of every response, errors included. A handler
// may override them.
func Secure(headers secure.Headers) fiber.Handler {
	return func(c fiber.Ctx) error {
		headers.Set(c.Path(), c.Set)
		return c.Next()
	}
}
