// Package app puts the program together.
package app

import (
	"context"
	"io"
	"log/slog"

	"github.com/acme/library/internal/admin"
	"github.com/acme/library/internal/config"
	"github.com/acme/library/internal/health"
	"github.com/acme/library/internal/logger"
	"github.com/acme/library/internal/migrate"
	"github.com/acme/library/internal/router"
	"github.com/acme/library/internal/server"
	"github.com/acme/library/internal/store"
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

	if cfg.Env != config.Production {
		if err := migrate.Up(ctx, cfg.Store); err != nil {
			return err
		}
	}

	books := store.NewBooks(db)
	categories := store.NewCategories(db)

	ready := health.New(
		health.Check{Name: "database", Run: db.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db) }},
	)
	public := router.New(cfg.Router, router.Deps{
		Log:        log,
		Health:     ready,
		Swagger:    cfg.Env != config.Production,
		Books:      books,
		Categories: categories,
	})
	return server.Run(ctx, cfg.Server, log, ready, public, admin.New(ready, log))
}
