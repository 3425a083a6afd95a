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
		mux.Handle("GET /swagger/", handle(handler.Docs(cfg.api())))
		mux.Handle("/swagger", handle(fallback(mux))) // otherwise mux would redirect it, without the path prefix
	}

	check := validate.New()
	api := cfg.api()

	books := handler.NewBook(deps.Books, check)
	books.RequireIfMatch, books.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	mux.Handle("GET "+api+"/books", handle(books.List))
	mux.Handle("POST "+api+"/books", handle(books.Create))
	mux.Handle("GET "+api+"/books/{id}", handle(books.Get))
	mux.Handle("PUT "+api+"/books/{id}", handle(books.Replace))
	mux.Handle("PATCH "+api+"/books/{id}", handle(books.Patch))
	mux.Handle("DELETE "+api+"/books/{id}", handle(books.Delete))

	loans := handler.NewLoan(deps.Loans, deps.Books, check)
	loans.RequireIfMatch, loans.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	mux.Handle("GET "+api+"/loans", handle(loans.List))
	mux.Handle("POST "+api+"/loans", handle(loans.Create))
	mux.Handle("GET "+api+"/loans/{id}", handle(loans.Get))
	mux.Handle("PUT "+api+"/loans/{id}", handle(loans.Replace))
	mux.Handle("PATCH "+api+"/loans/{id}", handle(loans.Patch))
	mux.Handle("DELETE "+api+"/loans/{id}", handle(loans.Delete))
	mux.Handle("GET "+api+"/books/{id}/loans", handle(loans.ListByBook))

	// RequestContext stands outside AccessLog, so that every record has the IDs.
	// Recover stands inside it, so that a panic is logged as the 500 it becomes.
	// InFlight counts what those before it let through.
	return middleware.Chain(handle(clean(mux)),
		middleware.RequestContext(cfg.RequestTimeout, cfg.PathPrefix),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.BodyLimit(cfg.BodyLimit),
		middleware.InFlight(cfg.MaxInFlight),
	)
}
