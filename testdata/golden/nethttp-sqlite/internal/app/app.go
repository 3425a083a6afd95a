// Package app puts the program together.
package app

import (
	"context"
	"io"
	"log/slog"

	"github.com/jmoiron/sqlx"

	"library/internal/admin"
	"library/internal/config"
	"library/internal/health"
	"library/internal/logger"
	"library/internal/migrate"
	"library/internal/router"
	"library/internal/server"
	"library/internal/store"
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

	dbx := sqlx.NewDb(db, "sqlite")

	books := store.NewBooks(dbx)
	loans := store.NewLoans(dbx)

	ready := health.New(
		health.Check{Name: "database", Run: db.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db) }},
	)
	public := router.New(cfg.Router, router.Deps{
		Log:     log,
		Health:  ready,
		Swagger: cfg.Env != config.Production,
		Books:   books,
		Loans:   loans,
	})
	return server.Run(ctx, cfg.Server, log, ready, public, admin.New(ready, log))
}
