package middleware

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/metrics"
)

// CountPanics counts panics, and leaves them to Recover, which stands outside.
func CountPanics(requests *metrics.Requests) fiber.Handler {
	return func(c fiber.Ctx) error {
		panicked := true
		defer func() {
			if panicked {
				requests.Panicked()
			}
		}()
		err := c.Next()
		panicked = false
		return err
	}
}
