// Package app puts the program together.
package app

import (
	"context"
	"io"
	"log/slog"

	"github.com/jmoiron/sqlx"

	"github.com/acme/ledger/internal/admin"
	"github.com/acme/ledger/internal/audit"
	"github.com/acme/ledger/internal/config"
	"github.com/acme/ledger/internal/cors"
	"github.com/acme/ledger/internal/health"
	"github.com/acme/ledger/internal/idempotency"
	"github.com/acme/ledger/internal/logger"
	"github.com/acme/ledger/internal/migrate"
	"github.com/acme/ledger/internal/ratelimit"
	"github.com/acme/ledger/internal/router"
	"github.com/acme/ledger/internal/secure"
	"github.com/acme/ledger/internal/server"
	"github.com/acme/ledger/internal/store"
)

// Run builds everything from the bottom up, serves until ctx ends, and closes
// what it opened in reverse. The log goes to out.
func Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	log := logger.New(cfg.Log, out)

	db, err := store.Open(ctx, cfg.Store)
	if err != nil {
		return err
	}
	defer func() {
		if err := db.Close(); err != nil {
			log.ErrorContext(ctx, "close database", slog.Any("error", err))
		}
	}()

	trail, err := audit.Open(cfg.Audit)
	if err != nil {
		return err
	}
	defer func() {
		if err := trail.Close(); err != nil {
			log.ErrorContext(ctx, "close audit trail", slog.Any("error", err))
		}
	}()

	limiter, err := ratelimit.New(cfg.RateLimit)
	if err != nil {
		return err
	}

	if cfg.Env != config.Production {
		if err := migrate.Up(ctx, cfg.Store); err != nil {
			return err
		}
	}

	dbx := sqlx.NewDb(db, "pgx")
	customers := store.NewCustomers(dbx)
	bank := store.NewBank(dbx)

	ready := health.New(
		health.Check{Name: "database", Run: db.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db) }},
	)
	public := router.New(cfg.Router, router.Deps{
		Log:         log,
		Health:      ready,
		Swagger:     cfg.Env != config.Production,
		Customers:   customers,
		Bank:        audited{bank, trail, log},
		Limits:      cfg.Limits,
		OpsToken:    cfg.OpsToken.Token,
		Secure:      secure.New(cfg.Secure),
		CORS:        cors.New(cfg.CORS),
		RateLimit:   limiter,
		Idempotency: idempotency.New(cfg.Idempotency, idempotency.NewMemory(cfg.Idempotency)),
	})
	return server.Run(ctx, cfg.Server, log, ready, public, admin.New(ready, log))
}
