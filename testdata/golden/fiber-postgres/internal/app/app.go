// Package app puts the program together.
package app

import (
	"context"
	"io"
	"log/slog"

	"github.com/jmoiron/sqlx"

	"github.com/acme/rooms/internal/admin"
	"github.com/acme/rooms/internal/config"
	"github.com/acme/rooms/internal/health"
	"github.com/acme/rooms/internal/logger"
	"github.com/acme/rooms/internal/migrate"
	"github.com/acme/rooms/internal/router"
	"github.com/acme/rooms/internal/server"
	"github.com/acme/rooms/internal/store"
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

	dbx := sqlx.NewDb(db, "pgx")
	rooms := store.NewRooms(dbx)

	ready := health.New(
		health.Check{Name: "database", Run: db.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db) }},
	)
	public := router.New(cfg.Router, router.Deps{
		Log:     log,
		Health:  ready,
		Swagger: cfg.Env != config.Production,
		Rooms:   rooms,
	})
	return server.Run(ctx, cfg.Server, log, ready, public, admin.New(ready, log))
}
