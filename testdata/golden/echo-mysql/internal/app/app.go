// Package app puts the program together.
package app

import (
	"context"
	"io"
	"log/slog"

	"github.com/acme/tracks/internal/admin"
	"github.com/acme/tracks/internal/config"
	"github.com/acme/tracks/internal/health"
	"github.com/acme/tracks/internal/idempotency"
	"github.com/acme/tracks/internal/logger"
	"github.com/acme/tracks/internal/migrate"
	"github.com/acme/tracks/internal/ratelimit"
	"github.com/acme/tracks/internal/router"
	"github.com/acme/tracks/internal/server"
	"github.com/acme/tracks/internal/store"
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

	artists := store.NewArtists(orm)
	tracks := store.NewTracks(orm)

	ready := health.New(
		health.Check{Name: "database", Run: db.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db) }},
	)
	public := router.New(cfg.Router, router.Deps{
		Log:         log,
		Health:      ready,
		Swagger:     cfg.Env != config.Production,
		Artists:     artists,
		Tracks:      tracks,
		RateLimit:   limiter,
		Idempotency: idempotency.New(cfg.Idempotency, idempotency.NewMemory(cfg.Idempotency)),
	})
	return server.Run(ctx, cfg.Server, log, ready, public, admin.New(ready, log))
}
