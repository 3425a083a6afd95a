// Package app puts the program together.
package app

import (
	"context"
	"io"
	"log/slog"

	"github.com/acme/depot/internal/admin"
	"github.com/acme/depot/internal/compress"
	"github.com/acme/depot/internal/config"
	"github.com/acme/depot/internal/health"
	"github.com/acme/depot/internal/logger"
	"github.com/acme/depot/internal/migrate"
	"github.com/acme/depot/internal/restock"
	"github.com/acme/depot/internal/router"
	"github.com/acme/depot/internal/server"
	"github.com/acme/depot/internal/store"
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

	if cfg.Env != config.Production {
		if err := migrate.Up(ctx, cfg.Store); err != nil {
			return err
		}
	}

	orm, err := store.NewORM(db)
	if err != nil {
		return err
	}

	items := store.NewItems(orm)
	notes := store.NewNotes(orm)

	// It reads the database, so it stops before that is closed.
	worker := restock.Start(cfg.Restock, items, log)
	defer worker.Stop()

	ready := health.New(
		health.Check{Name: "database", Run: db.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db) }},
		health.Check{Name: "restock", Run: worker.Check},
	)
	public := router.New(cfg.Router, router.Deps{
		Log:      log,
		Health:   ready,
		Swagger:  cfg.Env != config.Production,
		Items:    items,
		Stock:    items,
		Reports:  cfg.Reports,
		Notes:    notes,
		Compress: compress.New(cfg.Compress),
	})
	return server.Run(ctx, cfg.Server, log, ready, public, admin.New(ready, log))
}
