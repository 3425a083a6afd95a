package middleware

import (
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/resp"
)

// Recover responds 500 when a handler panics, and logs the stack. Without it the
// process would die, since fasthttp does not recover.
func Recover(log *slog.Logger) fiber.Handler {
	return func(c fiber.Ctx) (err error) {
		defer func() {
			if cause := recover(); cause != nil {
				failure := fmt.Errorf("panic: %v", cause)
				log.ErrorContext(c.Context(), "request failed", slog.Any("error", failure), slog.String("stack", string(debug.Stack())))
				status, body := resp.Of(failure)
				err = c.Status(status).JSON(body)
			}
		}()
		return c.Next()
	}
}
