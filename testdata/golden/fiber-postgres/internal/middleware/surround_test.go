package middleware_test

import (
	"log/slog"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/rooms/internal/handler"
	"github.com/acme/rooms/internal/middleware"
)

const route = "/path/:id"

// surround wraps h in all middleware, in the order of the router.
func surround(log *slog.Logger, h fiber.Handler) *fiber.App {
	app := fiber.New(fiber.Config{
		ErrorHandler:   handler.Errors(log),
		BodyLimit:      bodyLimit,
		RequestMethods: []string{fiber.MethodPost, middleware.OtherMethod},
	})
	app.Server().Handler = middleware.AnyMethod(app.Server().Handler)
	app.Server().ErrorHandler = middleware.Unread(app, log)
	app.Use(
		middleware.RequestContext(timeout, ""),
		middleware.AccessLog(log),
		middleware.Recover(log),
	)
	app.Post(route, h)
	return app
}
