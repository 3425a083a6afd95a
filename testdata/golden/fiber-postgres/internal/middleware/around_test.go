package middleware_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/rooms/internal/fibertest"
	"github.com/acme/rooms/internal/handler"
	"github.com/acme/rooms/internal/middleware"
)

// around responds to r with what h returns, inside wrap and Recover.
func around(t *testing.T, wrap fiber.Handler, r *http.Request, h plain) *httptest.ResponseRecorder {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	app := fiber.New(fiber.Config{ErrorHandler: handler.Errors(log), Immutable: true, DisableDefaultContentType: true})
	app.Use(middleware.Recover(log), wrap)
	app.Use(func(c fiber.Ctx) error {
		status, answer := h(string(c.BodyRaw()), c.Set)
		return c.Status(status).SendString(answer)
	})
	return fibertest.Do(t, app, r)
}
