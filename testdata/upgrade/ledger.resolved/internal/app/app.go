// Package app puts the program together.
package app

import (
	"context"
	"log/slog"

	"github.com/acme/ledger/internal/admin"
	"github.com/acme/ledger/internal/audit"
	"github.com/acme/ledger/internal/config"
	"github.com/acme/ledger/internal/cors"
	"github.com/acme/ledger/internal/health"
	"github.com/acme/ledger/internal/idempotency"
	"github.com/acme/ledger/internal/migrate"
	"github.com/acme/ledger/internal/ratelimit"
	"github.com/acme/ledger/internal/router"
	"github.com/acme/ledger/internal/secure"
	"github.com/acme/ledger/internal/server"
	"github.com/acme/ledger/internal/store"
)

// serve runs the service until ctx ends.
func (p *program) serve(ctx context.Context) error {
	cfg, log := p.cfg, p.log

	db, err := p.openDatabase(ctx)
	if err != nil {
		return err
	}

	trail, err := audit.Open(cfg.Audit)
	if err != nil {
		return err
	}
	defer func() {
		if err := trail.Close(); err != nil {
			log.ErrorContext(ctx, "close audit trail", slog.Any("error", err))
		}
	}()

	dbx := store.NewDBX(db)

	if cfg.Env != config.Production {
		if err := migrate.Up(ctx, cfg.Store); err != nil {
			return err
		}
	}

	limiter, err := ratelimit.New(cfg.RateLimit)
	if err != nil {
		return err
	}

	keys := store.NewIdempotency(dbx, cfg.Idempotency.TTL)

	ready := health.New(
		health.Check{Name: "database", Run: db.Health.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db.Health) }},
	)
	deps := router.Deps{
		Log:         log,
		Health:      ready,
		Swagger:     cfg.Env != config.Production,
		Customers:   store.NewCustomers(dbx),
		Bank:        audited{store.NewBank(dbx), trail, log},
		Limits:      cfg.Limits,
		OpsToken:    cfg.OpsToken.Token,
		Secure:      secure.New(cfg.Secure),
		CORS:        cors.New(cfg.CORS),
		RateLimit:   limiter,
		Idempotency: idempotency.New(cfg.Idempotency, keys),
	}
	adminMux := admin.New(ready, log)

	// The stages start in this order and stop in reverse.
	return server.Run(ctx, cfg.Server, log, ready,
		server.Stage{server.Admin(cfg.Server, log, adminMux)},
		server.Stage{{Name: "idempotency keys", Run: func(ctx context.Context) error { return idempotency.Purge(ctx, log, keys.Purge) }}},
		server.Stage{
			server.Public(cfg.Server, log, ready, router.New(cfg.Router, deps)),
		},
	)
}
