// Package router shows on one page what the service answers.
package router

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/author"
	"github.com/acme/library/internal/book"
	"github.com/acme/library/internal/handler"
	"github.com/acme/library/internal/health"
	"github.com/acme/library/internal/middleware"
	"github.com/acme/library/internal/validate"
)

// Deps is what the handlers work with.
type Deps struct {
	Log     *slog.Logger
	Health  *health.State
	Swagger bool // serve the documentation of the API
	Authors author.Store
	Books   book.Store
	Mail    handler.Sender
}

// New returns the handler of the public listener.
func New(cfg Config, deps Deps) http.Handler {
	gin.SetMode(gin.ReleaseMode) // process-wide; otherwise gin prints every route
	r := gin.New()
	r.HandleMethodNotAllowed = true
	r.RedirectTrailingSlash = false
	r.UseRawPath = true          // an encoded slash belongs to a parameter, not to the path
	_ = r.SetTrustedProxies(nil) // fails only on addresses, of which there are none

	// RequestID comes first, so that every record has the ids. Recover stands
	// inside AccessLog, so that a panic is logged as the 500 it becomes.
	r.Use(
		middleware.RequestID(),
		middleware.Timeout(cfg.RequestTimeout),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.BodyLimit(cfg.BodyLimit),
		handler.Errors(deps.Log),
		branch("main"),
	)
	r.NoRoute(handler.Fail(apperr.ErrRouteNotFound))
	r.NoMethod(handler.Fail(apperr.ErrMethodNotAllowed))

	get(r, "/healthz", handler.Live)
	get(r, "/readyz", handler.Ready(deps.Health))
	get(r, "/version", handler.Version)
	get(r, "/opening-hours", func(c *gin.Context) { c.String(http.StatusOK, "Mo-Fr 10-18") })
	if deps.Swagger {
		get(r, "/swagger/*file", handler.Docs())
	}

	api, check := r.Group("/api/v1"), validate.New()

	authors := handler.NewAuthor(deps.Authors, check)
	get(api, "/authors", authors.List)
	api.POST("/authors", authors.Create)
	get(api, "/authors/:id", authors.Get)
	api.PUT("/authors/:id", authors.Replace)
	api.PATCH("/authors/:id", authors.Patch)
	api.DELETE("/authors/:id", authors.Delete)

	books := handler.NewBook(deps.Books, check)
	get(api, "/books", books.List)
	api.POST("/books", books.Create)
	get(api, "/books/:id", books.Get)
	api.PUT("/books/:id", books.Replace)
	api.PATCH("/books/:id", books.Patch)
	api.DELETE("/books/:id", books.Delete)

	loans := handler.NewLoan(deps.Books, deps.Mail)
	api.POST("/books/:id/loans", loans.Ask)
	return r
}

// get registers h for GET and for HEAD, which are two routes to gin.
func get(r gin.IRoutes, path string, h gin.HandlerFunc) {
	r.GET(path, h)
	r.HEAD(path, h)
}

// branch tells clients which branch of the library they talk to.
func branch(name string) gin.HandlerFunc {
	return func(c *gin.Context) { c.Header("X-Branch", name) }
}
