// Package router defines the routes and the order of the middleware.
package router

import (
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/artist"
	"github.com/acme/tracks/internal/auth"
	"github.com/acme/tracks/internal/guard"
	"github.com/acme/tracks/internal/handler"
	"github.com/acme/tracks/internal/health"
	"github.com/acme/tracks/internal/idempotency"
	"github.com/acme/tracks/internal/middleware"
	"github.com/acme/tracks/internal/oidc"
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
	Guard       guard.Guard // those who authenticate requests
	Auth        *auth.Service
	OIDC        *oidc.Service
	RateLimit   ratelimit.Limiter
	Idempotency idempotency.Guard
}

// New returns the handler of the public listener.
func New(cfg Config, deps Deps) http.Handler {
	e := echo.NewWithConfig(echo.Config{
		Logger:           deps.Log,
		HTTPErrorHandler: handler.Errors(deps.Log),
		// Otherwise the guard of a group would also cover paths without a route.
		NoGroupAutoRegister404Routes: true,
		Router: echo.NewRouter(echo.RouterConfig{
			UnescapePathParamValues: true,
			MethodNotAllowedHandler: notAllowed,
			OptionsMethodHandler:    notAllowed,
		}),
	})

	// RequestContext stands outside AccessLog, so that every record has the IDs.
	// Recover stands inside it, so that a panic is logged as the 500 it becomes.
	// InFlight counts what those before it let through.
	e.Use(
		middleware.Principal(),
		middleware.RequestContext(cfg.RequestTimeout, cfg.PathPrefix),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.BodyLimit(cfg.BodyLimit),
		middleware.Authenticate(deps.Guard),
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
		e.Match(get, "/swagger/*", handler.Docs(cfg.api()))
	}

	api, check := e.Group(cfg.api()), validate.New()
	user := api.Group("", middleware.Require("user"))

	authn := handler.NewAuth(deps.Auth, check, cfg.api()+"/auth")
	e.Match(get, "/.well-known/jwks.json", authn.Keys)
	api.POST("/auth/register", authn.Register)
	api.POST("/auth/login", authn.Login)
	api.POST("/auth/refresh", authn.Refresh)
	api.POST("/auth/logout", authn.Logout)
	user.POST("/auth/logout-all", authn.LogoutAll)
	user.Match(get, "/auth/me", authn.Me)
	user.PUT("/auth/password", authn.ChangePassword)
	user.Match(get, "/auth/sessions", authn.Sessions)
	user.DELETE("/auth/sessions/:id", authn.EndSession)

	oidcLogins := handler.NewOIDC(deps.OIDC, authn)
	api.Match(get, "/auth/oidc", oidcLogins.List)
	api.Match(get, "/auth/oidc/:provider/login", oidcLogins.Login)
	api.Match(get, "/auth/oidc/:provider/callback", oidcLogins.Callback)
	api.POST("/auth/oidc/token", oidcLogins.Token)

	artists := handler.NewArtist(deps.Artists, check)
	artists.RequireIfMatch, artists.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	user.Match(get, "/artists", artists.List)
	user.POST("/artists", artists.Create)
	user.Match(get, "/artists/:id", artists.Get)
	user.PUT("/artists/:id", artists.Replace)
	user.PATCH("/artists/:id", artists.Patch)
	user.DELETE("/artists/:id", artists.Delete)

	tracks := handler.NewTrack(deps.Tracks, deps.Artists, check)
	tracks.RequireIfMatch, tracks.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	user.Match(get, "/tracks", tracks.List)
	user.POST("/tracks", tracks.Create)
	user.Match(get, "/tracks/:id", tracks.Get)
	user.PUT("/tracks/:id", tracks.Replace)
	user.PATCH("/tracks/:id", tracks.Patch)
	user.DELETE("/tracks/:id", tracks.Delete)
	user.POST("/tracks/:id/restore", tracks.Restore)
	user.Match(get, "/artists/:id/tracks", tracks.ListByArtist)
	return e
}
