// Package router defines the routes and the order of the middleware.
package router

import (
	"log/slog"
	"net/http"

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

// Deps are the dependencies of the handlers and the middleware.
type Deps struct {
	Log      *slog.Logger
	Health   *health.State
	Swagger  bool // serve the API documentation
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

	// RequestContext stands outside AccessLog, so that every record has the IDs.
	// Recover stands inside it, so that a panic is logged as the 500 it becomes.
	// InFlight counts what those before it let through.
	r.Use(
		middleware.RequestContext(cfg.RequestTimeout, cfg.PathPrefix),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.BodyLimit(cfg.BodyLimit),
		tenant, // before the compression, which it may switch off
		middleware.Compress(deps.Compress),
		middleware.InFlight(cfg.MaxInFlight),
		chimiddleware.GetHead,
	)
	r.NotFound(handle(fallback))
	r.MethodNotAllowed(handle(fallback))

	r.Get("/healthz", handle(handler.Live))
	r.Get("/readyz", handle(handler.Ready(deps.Health)))
	r.Get("/version", handle(handler.Version))
	if deps.Swagger {
		r.Get("/swagger/*", handle(handler.Docs(cfg.api())))
	}

	r.Get("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("User-agent: *\nDisallow: /\n"))
	})
	r.Route("/reports", func(r chi.Router) {
		r.Use(login(deps.Reports))
		r.Get("/items", handle(handler.NewItem(deps.Items, validate.New()).List))
	})

	check := validate.New()
	api := cfg.api()

	items := handler.NewItem(deps.Items, check)
	items.RequireIfMatch = cfg.RequireIfMatch
	r.Get(api+"/items", handle(items.List))
	r.Post(api+"/items", handle(items.Create))
	r.Get(api+"/items/{id}", handle(items.Get))
	r.Put(api+"/items/{id}", handle(items.Replace))
	r.Patch(api+"/items/{id}", handle(items.Patch))
	r.Delete(api+"/items/{id}", handle(items.Delete))
	r.Post(api+"/items/{id}/reservations", handle(handler.Reserve(deps.Stock)))

	notes := handler.NewNote(deps.Notes, check)
	notes.RequireIfMatch = cfg.RequireIfMatch
	r.Get(api+"/notes", handle(notes.List))
	r.Post(api+"/notes", handle(notes.Create))
	r.Get(api+"/notes/{id}", handle(notes.Get))
	r.Put(api+"/notes/{id}", handle(notes.Replace))
	r.Patch(api+"/notes/{id}", handle(notes.Patch))
	r.Delete(api+"/notes/{id}", handle(notes.Delete))
	return r
}
