// Package router defines the routes and the order of the middleware.
package router

import (
	"log/slog"
	"slices"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/guard"
	"github.com/acme/rooms/internal/handler"
	"github.com/acme/rooms/internal/health"
	"github.com/acme/rooms/internal/middleware"
	"github.com/acme/rooms/internal/room"
	"github.com/acme/rooms/internal/validate"
)

// Deps are the dependencies of the handlers and the middleware.
type Deps struct {
	Log     *slog.Logger
	Health  *health.State
	Swagger bool // serve the API documentation
	Rooms   room.Store
	Guard   guard.Guard // those who authenticate requests
}

// New returns the app of the public listener.
func New(cfg Config, deps Deps) *fiber.App {
	app := fiber.New(fiber.Config{
		ErrorHandler:   handler.Errors(deps.Log),
		BodyLimit:      int(cfg.BodyLimit),
		RequestMethods: append(slices.Clone(fiber.DefaultMethods), middleware.OtherMethod),
		CaseSensitive:  true,
		StrictRouting:  true,
		// Copy the values that handlers get of a request, which fasthttp would
		// otherwise reuse for the next one.
		Immutable:                    true,
		DisableDefaultContentType:    true, // not every response has a body
		DisablePreParseMultipartForm: true, // handlers check the media type
	})
	app.Server().Handler = middleware.AnyMethod(app.Server().Handler)
	app.Server().ErrorHandler = middleware.Unread(app, deps.Log)

	// RequestContext stands outside AccessLog, so that every record has the IDs.
	// Recover stands inside it, so that a panic is logged as the 500 it becomes.
	// InFlight counts what those before it let through.
	app.Use(
		middleware.Principal(),
		middleware.RequestContext(cfg.RequestTimeout, cfg.PathPrefix),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.Authenticate(deps.Guard),
		middleware.InFlight(cfg.MaxInFlight),
		decoded,
	)

	app.Get("/healthz", handler.Live)
	app.Get("/readyz", handler.Ready(deps.Health))
	app.Get("/version", handler.Version)
	if deps.Swagger {
		app.Get("/swagger/", handler.Docs(cfg.api()))
		app.Get("/swagger/+", handler.Docs(cfg.api())) // an asterisk would match /swagger, too
	}

	api, check := app.Group(cfg.api()), validate.New()
	user := middleware.Require("user")

	rooms := handler.NewRoom(deps.Rooms, check)
	rooms.RequireIfMatch, rooms.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	api.Get("/rooms", user, rooms.List)
	api.Post("/rooms", user, rooms.Create)
	api.Get("/rooms/:id", user, rooms.Get)
	api.Put("/rooms/:id", user, rooms.Replace)
	api.Patch("/rooms/:id", user, rooms.Patch)
	api.Delete("/rooms/:id", user, rooms.Delete)
	return app
}

// decoded makes fiber route by routePath, so that handlers need not decode
// parameters. Fiber's own option decodes a plus to a space.
func decoded(c fiber.Ctx) error {
	escaped := c.Path()
	path, err := routePath(escaped)
	if err != nil {
		return &apperr.BadRequest{Message: "path is malformed"}
	}
	if path != escaped {
		c.Path(path)
	}
	return c.Next()
}
