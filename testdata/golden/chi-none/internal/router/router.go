// Package router defines the routes and the order of the middleware.
package router

import (
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5"
	chimiddleware "github.com/go-chi/chi/v5/middleware"

	"github.com/acme/shelf/internal/bookreview"
	"github.com/acme/shelf/internal/handler"
	"github.com/acme/shelf/internal/health"
	"github.com/acme/shelf/internal/idempotency"
	"github.com/acme/shelf/internal/middleware"
	"github.com/acme/shelf/internal/note"
	"github.com/acme/shelf/internal/ratelimit"
	"github.com/acme/shelf/internal/validate"
)

// Deps are the dependencies of the handlers and the middleware.
type Deps struct {
	Log         *slog.Logger
	Health      *health.State
	Swagger     bool // serve the API documentation
	BookReviews bookreview.Store
	Notes       note.Store
	RateLimit   ratelimit.Limiter
	Idempotency idempotency.Guard
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
		middleware.RateLimit(deps.RateLimit),
		middleware.InFlight(cfg.MaxInFlight),
		middleware.Idempotency(deps.Idempotency, deps.Log),
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

	check := validate.New()
	api := cfg.api()

	bookReviews := handler.NewBookReview(deps.BookReviews, check)
	bookReviews.RequireIfMatch, bookReviews.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	r.Get(api+"/book-reviews", handle(bookReviews.List))
	r.Post(api+"/book-reviews", handle(bookReviews.Create))
	r.Get(api+"/book-reviews/{id}", handle(bookReviews.Get))
	r.Put(api+"/book-reviews/{id}", handle(bookReviews.Replace))
	r.Patch(api+"/book-reviews/{id}", handle(bookReviews.Patch))
	r.Delete(api+"/book-reviews/{id}", handle(bookReviews.Delete))

	notes := handler.NewNote(deps.Notes, check)
	notes.RequireIfMatch, notes.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	r.Get(api+"/notes", handle(notes.List))
	r.Post(api+"/notes", handle(notes.Create))
	r.Get(api+"/notes/{id}", handle(notes.Get))
	r.Put(api+"/notes/{id}", handle(notes.Replace))
	r.Patch(api+"/notes/{id}", handle(notes.Patch))
	r.Delete(api+"/notes/{id}", handle(notes.Delete))
	return r
}
