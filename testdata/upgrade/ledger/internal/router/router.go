// Package router shows on one page what the service answers.
package router

import (
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/ledger/internal/bank"
	"github.com/acme/ledger/internal/cors"
	"github.com/acme/ledger/internal/customer"
	"github.com/acme/ledger/internal/handler"
	"github.com/acme/ledger/internal/health"
	"github.com/acme/ledger/internal/idempotency"
	"github.com/acme/ledger/internal/middleware"
	"github.com/acme/ledger/internal/ratelimit"
	"github.com/acme/ledger/internal/secure"
	"github.com/acme/ledger/internal/validate"
)

// Deps is what the handlers work with.
type Deps struct {
	Log         *slog.Logger
	Health      *health.State
	Swagger     bool // serve the documentation of the API
	Customers   customer.Store
	Bank        bank.Store
	Secure      secure.Headers
	CORS        cors.Policy
	RateLimit   ratelimit.Limiter
	Idempotency idempotency.Guard
	Limits      bank.Limits
	OpsToken    string
}

// New returns the handler of the public listener.
func New(cfg Config, deps Deps) http.Handler {
	e := echo.NewWithConfig(echo.Config{
		Logger:           deps.Log,
		HTTPErrorHandler: handler.Errors(deps.Log),
		Router: echo.NewRouter(echo.RouterConfig{
			UnescapePathParamValues: true,
			MethodNotAllowedHandler: notAllowed,
			OptionsMethodHandler:    notAllowed,
		}),
	})

	// RequestID comes first, so that every record has the ids. Recover stands
	// inside AccessLog, so that a panic is logged as the 500 it becomes.
	e.Use(
		middleware.RequestID(),
		middleware.Timeout(cfg.RequestTimeout),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		deprecated("/api/v1/customers"), // v2 is being written
		middleware.BodyLimit(cfg.BodyLimit),
		middleware.Secure(deps.Secure),
		middleware.CORS(deps.CORS),
		middleware.RateLimit(deps.RateLimit),
		middleware.Idempotency(deps.Idempotency),
		segments,
	)
	get := []string{http.MethodGet, http.MethodHead} // two routes to echo

	e.Match(get, "/healthz", handler.Live)
	e.Match(get, "/readyz", handler.Ready(deps.Health))
	e.Match(get, "/version", handler.Version)
	if deps.Swagger {
		e.Match(get, "/swagger/*", handler.Docs())
	}

	api, check := e.Group("/api/v1"), validate.New()

	banking := handler.NewBank(bank.NewService(deps.Bank, check).WithLimits(deps.Limits))
	api.POST("/accounts", banking.CreateAccount)
	api.Match(get, "/accounts/:id", banking.GetAccount)
	api.POST("/transfers", banking.CreateTransfer)
	api.Match(get, "/transfers/:id", banking.GetTransfer)

	customers := handler.NewCustomer(deps.Customers, check)
	api.Match(get, "/customers", customers.List)
	api.POST("/customers", customers.Create)
	api.Match(get, "/customers/:id", customers.Get)
	api.PUT("/customers/:id", customers.Replace)
	api.PATCH("/customers/:id", customers.Patch)
	api.DELETE("/customers/:id", customers.Delete)
	api.Match(get, "/customers/by-email/:email", customers.ByEmail)

	ops := e.Group("/ops", token(deps.OpsToken))
	ops.Match(get, "/limits", func(c *echo.Context) error { return c.JSON(http.StatusOK, deps.Limits) })
	return e
}
