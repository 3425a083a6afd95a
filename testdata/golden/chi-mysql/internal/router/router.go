// Package router defines the routes and the order of the middleware.
package router

import (
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5"
	chimiddleware "github.com/go-chi/chi/v5/middleware"

	"github.com/acme/payments/internal/bank"
	"github.com/acme/payments/internal/cors"
	"github.com/acme/payments/internal/handler"
	"github.com/acme/payments/internal/health"
	"github.com/acme/payments/internal/middleware"
	"github.com/acme/payments/internal/ratelimit"
	"github.com/acme/payments/internal/validate"
)

// Deps are the dependencies of the handlers and the middleware.
type Deps struct {
	Log       *slog.Logger
	Health    *health.State
	Swagger   bool // serve the API documentation
	Bank      bank.Store
	CORS      cors.Policy
	RateLimit ratelimit.Limiter
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
		middleware.CORS(deps.CORS),
		middleware.RateLimit(deps.RateLimit),
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

	check := validate.New()
	api := cfg.api()

	banking := handler.NewBank(bank.NewService(deps.Bank, check))
	r.Post(api+"/accounts", handle(banking.CreateAccount))
	r.Get(api+"/accounts/{id}", handle(banking.GetAccount))
	r.Post(api+"/transfers", handle(banking.CreateTransfer))
	r.Get(api+"/transfers/{id}", handle(banking.GetTransfer))

	return r
}
