// Package router defines the routes and the order of the middleware.
package router

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/empty/v2/internal/apperr"
	"github.com/acme/empty/v2/internal/compress"
	"github.com/acme/empty/v2/internal/handler"
	"github.com/acme/empty/v2/internal/health"
	"github.com/acme/empty/v2/internal/middleware"
	"github.com/acme/empty/v2/internal/secure"
)

// Deps are the dependencies of the handlers and the middleware.
type Deps struct {
	Log      *slog.Logger
	Health   *health.State
	Swagger  bool // serve the API documentation
	Secure   secure.Headers
	Compress compress.Compressor
}

// New returns the handler of the public listener.
func New(cfg Config, deps Deps) http.Handler {
	gin.SetMode(gin.ReleaseMode) // process-wide; otherwise gin prints every route
	r := gin.New()
	r.HandleMethodNotAllowed = true
	r.RedirectTrailingSlash = false
	r.UseRawPath = true          // an encoded slash belongs to a parameter, not to the path
	_ = r.SetTrustedProxies(nil) // fails only on addresses, of which there are none

	// RequestContext stands outside AccessLog, so that every record has the IDs.
	// Recover stands inside it, so that a panic is logged as the 500 it becomes.
	// InFlight counts what those before it let through.
	r.Use(
		middleware.RequestContext(cfg.RequestTimeout, cfg.PathPrefix),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.BodyLimit(cfg.BodyLimit),
		middleware.Secure(deps.Secure),
		middleware.Compress(deps.Compress),
		middleware.InFlight(cfg.MaxInFlight),
		handler.Errors(deps.Log),
	)
	r.NoRoute(handler.Fail(apperr.ErrRouteNotFound))
	r.NoMethod(handler.Fail(apperr.ErrMethodNotAllowed))

	get(r, "/healthz", handler.Live)
	get(r, "/readyz", handler.Ready(deps.Health))
	get(r, "/version", handler.Version)
	if deps.Swagger {
		get(r, "/swagger/*file", handler.Docs(cfg.api()))
	}

	return r
}

// get registers h for GET and for HEAD, which are two routes to gin.
func get(r gin.IRoutes, path string, h gin.HandlerFunc) {
	r.GET(path, h)
	r.HEAD(path, h)
}
