// Package app puts the program together.
package app

import (
	"context"
	"net/http"

	"github.com/acme/shop/internal/admin"
	"github.com/acme/shop/internal/cache"
	"github.com/acme/shop/internal/client/payments"
	"github.com/acme/shop/internal/config"
	"github.com/acme/shop/internal/health"
	"github.com/acme/shop/internal/migrate"
	"github.com/acme/shop/internal/observed"
	"github.com/acme/shop/internal/resp"
	"github.com/acme/shop/internal/router"
	"github.com/acme/shop/internal/server"
	"github.com/acme/shop/internal/store"
	"github.com/acme/shop/internal/tracing"
)

// serve runs the service until ctx ends.
func (p *program) serve(ctx context.Context) error {
	cfg, log := p.cfg, p.log

	traces, err := p.startTracing(ctx)
	if err != nil {
		return err
	}

	db, err := p.openDatabase(ctx)
	if err != nil {
		return err
	}

	if cfg.Env != config.Production {
		if err := migrate.Up(ctx, cfg.Store); err != nil {
			return err
		}
	}

	redis := p.openRedis()
	filters := cache.NewIDFilters(cfg.Cache, log)

	entries, err := p.openCache(ctx, redis)
	if err != nil {
		return err
	}

	paymentsClient, err := payments.New(cfg.PaymentsClient, log)
	if err != nil {
		return err
	}

	ready := health.New(
		health.Check{Name: "database", Run: db.Health.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db.Health) }},
		health.Check{Name: "redis", Run: redis.Check, Optional: true},
		health.Check{Name: "payments", Run: paymentsClient.Check, Optional: true},
	)
	deps := router.Deps{
		Log:            log,
		Health:         ready,
		Swagger:        cfg.Env != config.Production,
		Products:       store.NewProducts(db),
		Orders:         store.NewOrders(db),
		Tracing:        traces,
		PaymentsClient: paymentsClient,
	}
	observers := observed.By{tracing.StoreCall}
	deps.Products = observed.NewProducts(deps.Products, observers)
	deps.Orders = observed.NewOrders(deps.Orders, observers)
	deps.Products = cache.NewProducts(deps.Products, entries, cfg.Cache.TTL)
	deps.Orders = cache.NewOrders(deps.Orders, entries, cfg.Cache.TTL)
	deps.Products = cache.FilterProducts(deps.Products, filters, store.NewRowIDs[int64](db, "products"))
	deps.Orders = cache.FilterOrders(deps.Orders, filters, store.NewRowIDs[int64](db, "orders"))
	adminMux := admin.New(ready, log)
	adminMux.HandleFunc("GET /cache", func(w http.ResponseWriter, _ *http.Request) {
		_ = resp.Write(w, http.StatusOK, resp.OK(entries.Counts())) // always encodes
	})

	// The stages start in this order and stop in reverse.
	return server.Run(ctx, cfg.Server, log, ready,
		server.Stage{server.Admin(cfg.Server, log, adminMux)},
		server.Stage{{Name: "id filters", Run: filters.Run}},
		server.Stage{
			server.Public(cfg.Server, log, ready, router.New(cfg.Router, deps)),
		},
	)
}
