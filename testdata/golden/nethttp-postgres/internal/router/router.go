// Package router defines the routes and the order of the middleware.
package router

import (
	"log/slog"
	"net/http"

	"github.com/acme/shop/internal/client/payments"
	"github.com/acme/shop/internal/handler"
	"github.com/acme/shop/internal/health"
	"github.com/acme/shop/internal/middleware"
	"github.com/acme/shop/internal/order"
	"github.com/acme/shop/internal/product"
	"github.com/acme/shop/internal/tracing"
	"github.com/acme/shop/internal/validate"
)

// Deps are the dependencies of the handlers and the middleware.
type Deps struct {
	Log            *slog.Logger
	Health         *health.State
	Swagger        bool // serve the API documentation
	Products       product.Store
	Orders         order.Store
	Tracing        *tracing.Tracing
	PaymentsClient *payments.Client
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

	products := handler.NewProduct(deps.Products, check)
	products.RequireIfMatch, products.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	mux.Handle("GET "+api+"/products", handle(products.List))
	mux.Handle("POST "+api+"/products", handle(products.Create))
	mux.Handle("GET "+api+"/products/{id}", handle(products.Get))
	mux.Handle("PUT "+api+"/products/{id}", handle(products.Replace))
	mux.Handle("PATCH "+api+"/products/{id}", handle(products.Patch))
	mux.Handle("DELETE "+api+"/products/{id}", handle(products.Delete))

	orders := handler.NewOrder(deps.Orders, check)
	orders.RequireIfMatch, orders.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	mux.Handle("GET "+api+"/orders", handle(orders.List))
	mux.Handle("POST "+api+"/orders", handle(orders.Create))
	mux.Handle("GET "+api+"/orders/{id}", handle(orders.Get))
	mux.Handle("PUT "+api+"/orders/{id}", handle(orders.Replace))
	mux.Handle("PATCH "+api+"/orders/{id}", handle(orders.Patch))
	mux.Handle("DELETE "+api+"/orders/{id}", handle(orders.Delete))

	// RequestContext stands outside AccessLog, so that every record has the IDs.
	// Recover stands inside it, so that a panic is logged as the 500 it becomes.
	// InFlight counts what those before it let through.
	return middleware.Chain(handle(clean(mux)),
		middleware.RequestContext(cfg.RequestTimeout, cfg.PathPrefix),
		middleware.Trace(deps.Tracing),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.BodyLimit(cfg.BodyLimit),
		middleware.InFlight(cfg.MaxInFlight),
	)
}
