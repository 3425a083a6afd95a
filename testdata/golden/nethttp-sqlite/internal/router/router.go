// Package router defines the routes and the order of the middleware.
package router

import (
	"log/slog"
	"net/http"

	"library/internal/book"
	"library/internal/handler"
	"library/internal/health"
	"library/internal/loan"
	"library/internal/middleware"
	"library/internal/validate"
)

// Deps are the dependencies of the handlers and the middleware.
type Deps struct {
	Log     *slog.Logger
	Health  *health.State
	Swagger bool // serve the API documentation
	Books   book.Store
	Loans   loan.Store
}

// New returns the handler of the public listener.
func New(cfg Config, deps Deps) http.Handler {
	mux := http.NewServeMux()
	handle := handler.Errors(deps.Log)

	mux.Handle("/", handle(fallback(mux)))
	mux.Handle("GET /healthz", handle(handler.Live))
	mux.Handle("GET /readyz", handle(handler.Ready(deps.Health)))
	mux.Handle("GET /version", handle(handler.Version))
	if deps.Swagger {
		mux.Handle("GET /swagger/", handle(handler.Docs))
		mux.Handle("/swagger", handle(fallback(mux))) // otherwise mux would redirect it, without the path prefix
	}

	check := validate.New()

	books := handler.NewBook(deps.Books, check)
	books.RequireIfMatch = cfg.RequireIfMatch
	mux.Handle("GET /api/v1/books", handle(books.List))
	mux.Handle("POST /api/v1/books", handle(books.Create))
	mux.Handle("GET /api/v1/books/{id}", handle(books.Get))
	mux.Handle("PUT /api/v1/books/{id}", handle(books.Replace))
	mux.Handle("PATCH /api/v1/books/{id}", handle(books.Patch))
	mux.Handle("DELETE /api/v1/books/{id}", handle(books.Delete))

	loans := handler.NewLoan(deps.Loans, check)
	loans.RequireIfMatch = cfg.RequireIfMatch
	mux.Handle("GET /api/v1/loans", handle(loans.List))
	mux.Handle("POST /api/v1/loans", handle(loans.Create))
	mux.Handle("GET /api/v1/loans/{id}", handle(loans.Get))
	mux.Handle("PUT /api/v1/loans/{id}", handle(loans.Replace))
	mux.Handle("PATCH /api/v1/loans/{id}", handle(loans.Patch))
	mux.Handle("DELETE /api/v1/loans/{id}", handle(loans.Delete))

	// RequestContext comes first, so that every record has the IDs. Recover stands
	// inside AccessLog, so that a panic is logged as the 500 it becomes. InFlight
	// counts what those before it let through.
	return middleware.Chain(handle(clean(mux)),
		middleware.RequestContext(cfg.RequestTimeout, cfg.PathPrefix),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.BodyLimit(cfg.BodyLimit),
		middleware.InFlight(cfg.MaxInFlight),
	)
}
