// Package router defines the routes and the order of the middleware.
package router

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/book"
	"github.com/acme/library/internal/category"
	"github.com/acme/library/internal/handler"
	"github.com/acme/library/internal/health"
	"github.com/acme/library/internal/middleware"
	"github.com/acme/library/internal/validate"
)

// Deps are the dependencies of the handlers and the middleware.
type Deps struct {
	Log        *slog.Logger
	Health     *health.State
	Swagger    bool // serve the API documentation
	Books      book.Store
	Categories category.Store
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

	api, check := r.Group(cfg.api()), validate.New()

	books := handler.NewBook(deps.Books, check)
	books.RequireIfMatch, books.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	get(api, "/books", books.List)
	api.POST("/books", books.Create)
	get(api, "/books/:id", books.Get)
	api.PUT("/books/:id", books.Replace)
	api.PATCH("/books/:id", books.Patch)
	api.DELETE("/books/:id", books.Delete)

	categories := handler.NewCategory(deps.Categories, check)
	categories.RequireIfMatch, categories.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	get(api, "/categories", categories.List)
	api.POST("/categories", categories.Create)
	get(api, "/categories/:id", categories.Get)
	api.PUT("/categories/:id", categories.Replace)
	api.PATCH("/categories/:id", categories.Patch)
	api.DELETE("/categories/:id", categories.Delete)
	return r
}

// get registers h for GET and for HEAD, which are two routes to gin.
func get(r gin.IRoutes, path string, h gin.HandlerFunc) {
	r.GET(path, h)
	r.HEAD(path, h)
}
