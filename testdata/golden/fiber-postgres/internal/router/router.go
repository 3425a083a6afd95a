// Package router defines the routes and the order of the middleware.
package router

import (
	"log/slog"
	"slices"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/rooms/internal/apperr"
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

	// RequestContext comes first, so that every record has the IDs. Recover stands
	// inside AccessLog, so that a panic is logged as the 500 it becomes. InFlight
	// counts what those before it let through.
	app.Use(
		middleware.RequestContext(cfg.RequestTimeout, cfg.PathPrefix),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.InFlight(cfg.MaxInFlight),
		decoded,
	)

	app.Get("/healthz", handler.Live)
	app.Get("/readyz", handler.Ready(deps.Health))
	app.Get("/version", handler.Version)
	if deps.Swagger {
		app.Get("/swagger/", handler.Docs)
		app.Get("/swagger/+", handler.Docs) // an asterisk would match /swagger, too
	}

	api, check := app.Group("/api/v1"), validate.New()

	rooms := handler.NewRoom(deps.Rooms, check)
	rooms.RequireIfMatch = cfg.RequireIfMatch
	api.Get("/rooms", rooms.List)
	api.Post("/rooms", rooms.Create)
	api.Get("/rooms/:id", rooms.Get)
	api.Put("/rooms/:id", rooms.Replace)
	api.Patch("/rooms/:id", rooms.Patch)
	api.Delete("/rooms/:id", rooms.Delete)
	return app
}

// decoded makes fiber route by routePath, so that handlers need not decode
// parameters. Fiber's own option decodes a plus to a space.
func decoded(c fiber.Ctx) error {
	path, err := routePath(c.Path())
	if err != nil {
		return &apperr.BadRequest{Message: "path is malformed"}
	}
	c.Path(path)
	return c.Next()
}
