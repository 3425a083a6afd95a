// Package app puts the program together.
package app

import (
	"context"
	"io"
	"log/slog"

	"github.com/acme/shop/internal/admin"
	"github.com/acme/shop/internal/config"
	"github.com/acme/shop/internal/health"
	"github.com/acme/shop/internal/logger"
	"github.com/acme/shop/internal/migrate"
	"github.com/acme/shop/internal/router"
	"github.com/acme/shop/internal/server"
	"github.com/acme/shop/internal/store"
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

	products := store.NewProducts(db)
	orders := store.NewOrders(db)

	ready := health.New(
		health.Check{Name: "database", Run: db.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db) }},
	)
	public := router.New(cfg.Router, router.Deps{
		Log:      log,
		Health:   ready,
		Swagger:  cfg.Env != config.Production,
		Products: products,
		Orders:   orders,
	})
	return server.Run(ctx, cfg.Server, log, ready, public, admin.New(ready, log))
}
