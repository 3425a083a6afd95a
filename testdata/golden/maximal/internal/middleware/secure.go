package middleware

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/secure"
)

// Secure sends the security headers with every answer, errors included. A
// handler that needs another value sets its own.
func Secure(headers secure.Headers) fiber.Handler {
	return func(c fiber.Ctx) error {
		headers.Set(c.Path(), c.Set)
		return c.Next()
	}
}
