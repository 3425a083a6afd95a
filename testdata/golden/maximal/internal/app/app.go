// Package app puts the program together.
package app

import (
	"context"
	"net/http"

	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/acme/everything/internal/admin"
	"github.com/acme/everything/internal/apikey"
	"github.com/acme/everything/internal/cache"
	"github.com/acme/everything/internal/client/payments"
	"github.com/acme/everything/internal/compress"
	"github.com/acme/everything/internal/config"
	"github.com/acme/everything/internal/cors"
	"github.com/acme/everything/internal/guard"
	"github.com/acme/everything/internal/health"
	"github.com/acme/everything/internal/idempotency"
	"github.com/acme/everything/internal/metrics"
	"github.com/acme/everything/internal/migrate"
	"github.com/acme/everything/internal/observed"
	"github.com/acme/everything/internal/oidc"
	"github.com/acme/everything/internal/outbox"
	"github.com/acme/everything/internal/published"
	"github.com/acme/everything/internal/ratelimit"
	"github.com/acme/everything/internal/resp"
	"github.com/acme/everything/internal/router"
	"github.com/acme/everything/internal/secure"
	"github.com/acme/everything/internal/server"
	"github.com/acme/everything/internal/session"
	"github.com/acme/everything/internal/store"
	"github.com/acme/everything/internal/tracing"
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

	orm, err := store.NewORM(db)
	if err != nil {
		return err
	}

	if cfg.Env != config.Production {
		if err := migrate.Up(ctx, cfg.Store); err != nil {
			return err
		}
	}

	messages, err := p.openBroker()
	if err != nil {
		return err
	}

	events := outbox.New(store.NewTransactions(orm))
	relay := outbox.NewRelay(cfg.Outbox, events, outbox.NewTable(db.Reads, db.Writes), messages, log)

	registry := metrics.NewRegistry()
	filters := cache.NewIDFilters(cfg.Cache, log)

	entries, err := p.openCache()
	if err != nil {
		return err
	}

	paymentsClient, err := payments.New(cfg.PaymentsClient, log)
	if err != nil {
		return err
	}

	accounts, err := p.newAuth(ctx, store.NewUsers(orm), store.NewSessions(orm))
	if err != nil {
		return err
	}

	oidcLogins := oidc.New(cfg.OIDC, cfg.Router.OIDCPath(), accounts, store.NewIdentities(orm))

	limiter, err := ratelimit.New(cfg.RateLimit)
	if err != nil {
		return err
	}

	keys := store.NewIdempotency(orm, cfg.Idempotency.TTL)

	ready := health.New(
		health.Check{Name: "database", Run: db.Health.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db.Health) }},
		health.Check{Name: "broker", Run: messages.Check, Optional: true},
		health.Check{Name: "outbox", Run: relay.Check, Optional: true},
		health.Check{Name: "payments", Run: paymentsClient.Check, Optional: true},
	)
	deps := router.Deps{
		Log:            log,
		Health:         ready,
		Swagger:        cfg.Env != config.Production,
		Authors:        store.NewAuthors(orm),
		Categories:     store.NewCategories(orm),
		Books:          store.NewBooks(orm),
		Tracing:        traces,
		Meter:          metrics.NewRequests(registry, cfg.Router.RequestTimeout, cfg.Router.MaxInFlight),
		PaymentsClient: paymentsClient,
		Bank:           store.NewBank(orm),
		Secure:         secure.New(cfg.Secure),
		CORS:           cors.New(cfg.CORS),
		Guard:          guard.Guard{accounts.Tokens},
		Auth:           accounts,
		OIDC:           oidcLogins,
		RateLimit:      limiter,
		Compress:       compress.New(cfg.Compress),
		Idempotency:    idempotency.New(cfg.Idempotency, keys),
	}
	deps.Authors = published.NewAuthors(deps.Authors, events)
	deps.Categories = published.NewCategories(deps.Categories, events)
	deps.Books = published.NewBooks(deps.Books, events)
	deps.Bank = published.NewBank(deps.Bank, events)
	observers := observed.By{tracing.StoreCall, metrics.StoreCalls(registry)}
	deps.Authors = observed.NewAuthors(deps.Authors, observers)
	deps.Categories = observed.NewCategories(deps.Categories, observers)
	deps.Books = observed.NewBooks(deps.Books, observers)
	deps.Authors = cache.NewAuthors(deps.Authors, entries, cfg.Cache.TTL)
	deps.Categories = cache.NewCategories(deps.Categories, entries, cfg.Cache.TTL)
	deps.Books = cache.NewBooks(deps.Books, entries, cfg.Cache.TTL)
	deps.Authors = cache.FilterAuthors(deps.Authors, filters, store.NewRowIDs[int64](db, "authors"))
	deps.Categories = cache.FilterCategories(deps.Categories, filters, store.NewRowIDs[int64](db, "categories"))
	deps.Books = cache.FilterBooks(deps.Books, filters, store.NewRowIDs[int64](db, "books"))
	apiKeys := apikey.New(store.NewAPIKeys(orm), accounts.Users)
	deps.Guard = append(guard.Guard{apiKeys}, deps.Guard...)
	deps.APIKeys = apiKeys
	adminMux := admin.New(ready, log)
	registry.MustRegister(metrics.NewHealth(ready))
	adminMux.Handle("GET /metrics", metrics.Handler(registry))
	registry.MustRegister(
		collectors.NewDBStatsCollector(db.Reads, "reads"),
		collectors.NewDBStatsCollector(db.Writes, "writes"),
		collectors.NewDBStatsCollector(db.Health, "health"),
	)
	registry.MustRegister(metrics.NewCache(entries))
	deps.Idempotency = deps.Idempotency.Measured(registry)
	paymentsClient.Measure(registry)
	adminMux.HandleFunc("GET /cache", func(w http.ResponseWriter, _ *http.Request) {
		_ = resp.Write(w, http.StatusOK, resp.OK(entries.Counts())) // always encodes
	})

	// The stages start in this order and stop in reverse.
	return server.Run(ctx, cfg.Server, log, ready,
		server.Stage{server.Admin(cfg.Server, log, adminMux)},
		server.Stage{{Name: "relay", Run: relay.Run}},
		server.Stage{{Name: "id filters", Run: filters.Run}},
		server.Stage{{Name: "sessions", Run: func(ctx context.Context) error { return session.PurgeEvery(ctx, log, accounts.Sessions.Expire) }}},
		server.Stage{{Name: "idempotency keys", Run: func(ctx context.Context) error { return idempotency.Purge(ctx, log, keys.Purge) }}},
		server.Stage{
			server.Public(cfg.Server, log, ready, router.New(cfg.Router, deps)),
		},
	)
}
