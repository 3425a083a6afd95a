// Package router defines the routes and the order of the middleware.
package router

import (
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/artist"
	"github.com/acme/tracks/internal/handler"
	"github.com/acme/tracks/internal/health"
	"github.com/acme/tracks/internal/idempotency"
	"github.com/acme/tracks/internal/middleware"
	"github.com/acme/tracks/internal/ratelimit"
	"github.com/acme/tracks/internal/track"
	"github.com/acme/tracks/internal/validate"
)

// Deps are the dependencies of the handlers and the middleware.
type Deps struct {
	Log         *slog.Logger
	Health      *health.State
	Swagger     bool // serve the API documentation
	Artists     artist.Store
	Tracks      track.Store
	RateLimit   ratelimit.Limiter
	Idempotency idempotency.Guard
}

// New returns the handler of the public listener.
func New(cfg Config, deps Deps) http.Handler {
	e := echo.NewWithConfig(echo.Config{
		Logger:           deps.Log,
		HTTPErrorHandler: handler.Errors(deps.Log),
		Router: echo.NewRouter(echo.RouterConfig{
			UnescapePathParamValues: true,
			MethodNotAllowedHandler: notAllowed,
			OptionsMethodHandler:    notAllowed,
		}),
	})

	// RequestContext comes first, so that every record has the IDs. Recover stands
	// inside AccessLog, so that a panic is logged as the 500 it becomes. InFlight
	// counts what those before it let through.
	e.Use(
		middleware.RequestContext(cfg.RequestTimeout, cfg.PathPrefix),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.BodyLimit(cfg.BodyLimit),
		middleware.RateLimit(deps.RateLimit),
		middleware.InFlight(cfg.MaxInFlight),
		middleware.Idempotency(deps.Idempotency),
		segments,
	)
	get := []string{http.MethodGet, http.MethodHead} // two routes to echo

	e.Match(get, "/healthz", handler.Live)
	e.Match(get, "/readyz", handler.Ready(deps.Health))
	e.Match(get, "/version", handler.Version)
	if deps.Swagger {
		e.Match(get, "/swagger/*", handler.Docs)
	}

	api, check := e.Group("/api/v1"), validate.New()

	artists := handler.NewArtist(deps.Artists, check)
	artists.RequireIfMatch = cfg.RequireIfMatch
	api.Match(get, "/artists", artists.List)
	api.POST("/artists", artists.Create)
	api.Match(get, "/artists/:id", artists.Get)
	api.PUT("/artists/:id", artists.Replace)
	api.PATCH("/artists/:id", artists.Patch)
	api.DELETE("/artists/:id", artists.Delete)

	tracks := handler.NewTrack(deps.Tracks, check)
	tracks.RequireIfMatch = cfg.RequireIfMatch
	api.Match(get, "/tracks", tracks.List)
	api.POST("/tracks", tracks.Create)
	api.Match(get, "/tracks/:id", tracks.Get)
	api.PUT("/tracks/:id", tracks.Replace)
	api.PATCH("/tracks/:id", tracks.Patch)
	api.DELETE("/tracks/:id", tracks.Delete)
	return e
}
