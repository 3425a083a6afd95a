package middleware

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v3"
)

// Timeout gives the request a deadline. Whatever the handler waits for gives
// up at that time, and the client is told.
func Timeout(limit time.Duration) fiber.Handler {
	return func(c fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.Context(), limit)
		defer cancel()
		c.SetContext(ctx)
		return c.Next()
	}
}
