package middleware

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/resp"
)

// InFlight handles at most limit requests at a time, 0 for any number, and
// responds 503 to others at once: in a queue, all would wait too long.
func InFlight(limit int) fiber.Handler {
	places := make(chan struct{}, limit)
	return func(c fiber.Ctx) error {
		if limit == 0 || isProbe(c.Path()) {
			return c.Next()
		}
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
			return c.Next()
		default:
			c.Set(fiber.HeaderRetryAfter, resp.RetryAfter)
			status, body := resp.Of(apperr.ErrOverloaded)
			return c.Status(status).JSON(body)
		}
	}
}
