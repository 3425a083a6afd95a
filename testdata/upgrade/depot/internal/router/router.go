// Package router shows on one page what the service answers.
package router

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"
	chimiddleware "github.com/go-chi/chi/v5/middleware"

	"github.com/acme/depot/internal/compress"
	"github.com/acme/depot/internal/handler"
	"github.com/acme/depot/internal/health"
	"github.com/acme/depot/internal/item"
	"github.com/acme/depot/internal/middleware"
	"github.com/acme/depot/internal/note"
	"github.com/acme/depot/internal/validate"
)

// Deps is what the handlers work with.
type Deps struct {
	Log      *slog.Logger
	Health   *health.State
	Swagger  bool // serve the documentation of the API
	Items    item.Store
	Notes    note.Store
	Compress compress.Compressor
	Stock    handler.Stock
	Reports  ReportsConfig
}

// New returns the handler of the public listener.
func New(cfg Config, deps Deps) http.Handler {
	r := chi.NewRouter()
	handle := handler.Errors(deps.Log)

	// RequestID comes first, so that every record has the ids. Recover stands
	// inside AccessLog, so that a panic is logged as the 500 it becomes.
	r.Use(
		middleware.RequestID,
		middleware.Timeout(cfg.RequestTimeout),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.BodyLimit(cfg.BodyLimit),
		tenant, // before the compression, which it may switch off
		middleware.Compress(deps.Compress),
		decoded,
		chimiddleware.GetHead,
	)
	r.NotFound(handle(fallback))
	r.MethodNotAllowed(handle(fallback))

	r.Get("/healthz", handle(handler.Live))
	r.Get("/readyz", handle(handler.Ready(deps.Health)))
	r.Get("/version", handle(handler.Version))
	if deps.Swagger {
		r.Get("/swagger/*", handler.Docs())
	}

	r.Get("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("User-agent: *\nDisallow: /\n"))
	})
	r.Route("/reports", func(r chi.Router) {
		r.Use(login(deps.Reports))
		r.Get("/items", handle(handler.NewItem(deps.Items, validate.New()).List))
	})

	check := validate.New()

	items := handler.NewItem(deps.Items, check)
	r.Get("/api/v1/items", handle(items.List))
	r.Post("/api/v1/items", handle(items.Create))
	r.Get("/api/v1/items/{id}", handle(items.Get))
	r.Put("/api/v1/items/{id}", handle(items.Replace))
	r.Patch("/api/v1/items/{id}", handle(items.Patch))
	r.Delete("/api/v1/items/{id}", handle(items.Delete))
	r.Post("/api/v1/items/{id}/reservations", handle(handler.Reserve(deps.Stock)))

	notes := handler.NewNote(deps.Notes, check)
	r.Get("/api/v1/notes", handle(notes.List))
	r.Post("/api/v1/notes", handle(notes.Create))
	r.Get("/api/v1/notes/{id}", handle(notes.Get))
	r.Put("/api/v1/notes/{id}", handle(notes.Replace))
	r.Patch("/api/v1/notes/{id}", handle(notes.Patch))
	r.Delete("/api/v1/notes/{id}", handle(notes.Delete))
	return r
}

// decoded routes by the decoded path, so that values in it need no decoding.
func decoded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		chi.RouteContext(r.Context()).RoutePath = routePath(r)
		next.ServeHTTP(w, r)
	})
}

// routePath is the decoded path, unless a slash in it is encoded and so belongs
// to a value.
func routePath(r *http.Request) string {
	if strings.Contains(strings.ToUpper(r.URL.RawPath), "%2F") {
		return r.URL.RawPath
	}
	return r.URL.Path
}
