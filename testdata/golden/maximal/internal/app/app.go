// Package app puts the program together.
package app

import (
	"context"
	"io"
	"log/slog"

	"github.com/acme/everything/internal/admin"
	"github.com/acme/everything/internal/compress"
	"github.com/acme/everything/internal/config"
	"github.com/acme/everything/internal/cors"
	"github.com/acme/everything/internal/health"
	"github.com/acme/everything/internal/idempotency"
	"github.com/acme/everything/internal/logger"
	"github.com/acme/everything/internal/migrate"
	"github.com/acme/everything/internal/ratelimit"
	"github.com/acme/everything/internal/router"
	"github.com/acme/everything/internal/secure"
	"github.com/acme/everything/internal/server"
	"github.com/acme/everything/internal/store"
)

// Run builds everything from the bottom up, serves until ctx ends, and closes
// what it opened in reverse. The log goes to out.
func Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	log := logger.New(cfg.Log, out)
	defer logger.Flush(log)

	db, err := store.Open(ctx, cfg.Store)
	if err != nil {
		return err
	}
	defer func() {
		if err := db.Close(); err != nil {
			log.ErrorContext(ctx, "close database", slog.Any("error", err))
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

	orm, err := store.NewORM(db)
	if err != nil {
		return err
	}

	authors := store.NewAuthors(orm)
	categories := store.NewCategories(orm)
	books := store.NewBooks(orm)

	bank := store.NewBank(orm)

	ready := health.New(
		health.Check{Name: "database", Run: db.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db) }},
	)
	public := router.New(cfg.Router, router.Deps{
		Log:         log,
		Health:      ready,
		Swagger:     cfg.Env != config.Production,
		Authors:     authors,
		Categories:  categories,
		Books:       books,
		Bank:        bank,
		Secure:      secure.New(cfg.Secure),
		CORS:        cors.New(cfg.CORS),
		RateLimit:   limiter,
		Compress:    compress.New(cfg.Compress),
		Idempotency: idempotency.New(cfg.Idempotency, idempotency.NewMemory(cfg.Idempotency)),
	})
	return server.Run(ctx, cfg.Server, log, ready, public, admin.New(ready, log))
}
