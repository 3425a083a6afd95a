// Package router shows on one page what the service answers.
package router

import (
	"log/slog"
	"net/http"

	"github.com/acme/notes/internal/handler"
	"github.com/acme/notes/internal/health"
	"github.com/acme/notes/internal/middleware"
	"github.com/acme/notes/internal/note"
	"github.com/acme/notes/internal/validate"
)

// Deps is what the handlers work with.
type Deps struct {
	Log     *slog.Logger
	Health  *health.State
	Swagger bool // serve the documentation of the API
	Notes   note.Store
}

// New returns the handler of the public listener.
func New(cfg Config, deps Deps) http.Handler {
	mux := http.NewServeMux()
	handle := handler.Errors(deps.Log)

	mux.Handle("GET /healthz", handle(handler.Live))
	mux.Handle("GET /readyz", handle(handler.Ready(deps.Health)))
	mux.Handle("GET /version", handle(handler.Version))
	if deps.Swagger {
		mux.Handle("GET /swagger/", handler.Docs())
	}

	check := validate.New()

	notes := handler.NewNote(deps.Notes, check)
	mux.Handle("GET /api/v1/notes", handle(notes.List))
	mux.Handle("POST /api/v1/notes", handle(notes.Create))
	mux.Handle("GET /api/v1/notes/{id}", handle(notes.Get))
	mux.Handle("PUT /api/v1/notes/{id}", handle(notes.Replace))
	mux.Handle("PATCH /api/v1/notes/{id}", handle(notes.Patch))
	mux.Handle("DELETE /api/v1/notes/{id}", handle(notes.Delete))

	// RequestID comes first, so that every record has the ids. Recover stands
	// inside AccessLog, so that a panic is logged as the 500 it becomes.
	return middleware.Chain(handle(fallback(mux)),
		middleware.RequestID,
		middleware.Timeout(cfg.RequestTimeout),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.BodyLimit(cfg.BodyLimit),
	)
}
