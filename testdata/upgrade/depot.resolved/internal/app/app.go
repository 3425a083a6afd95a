// Package app puts the program together.
package app

import (
	"context"

	"github.com/acme/depot/internal/admin"
	"github.com/acme/depot/internal/compress"
	"github.com/acme/depot/internal/config"
	"github.com/acme/depot/internal/health"
	"github.com/acme/depot/internal/migrate"
	"github.com/acme/depot/internal/restock"
	"github.com/acme/depot/internal/router"
	"github.com/acme/depot/internal/server"
	"github.com/acme/depot/internal/store"
)

// serve runs the service until ctx ends.
func (p *program) serve(ctx context.Context) error {
	cfg, log := p.cfg, p.log

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

	items := store.NewItems(orm)

	// It reads the database, so it stops before that is closed.
	worker := restock.Start(cfg.Restock, items, log)
	defer worker.Stop()

	ready := health.New(
		health.Check{Name: "database", Run: db.Health.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db.Health) }},
		health.Check{Name: "restock", Run: worker.Check},
	)
	deps := router.Deps{
		Log:      log,
		Health:   ready,
		Swagger:  cfg.Env != config.Production,
		Items:    items,
		Stock:    items,
		Reports:  cfg.Reports,
		Notes:    store.NewNotes(orm),
		Compress: compress.New(cfg.Compress),
	}
	adminMux := admin.New(ready, log)

	// The stages start in this order and stop in reverse.
	return server.Run(ctx, cfg.Server, log, ready,
		server.Stage{server.Admin(cfg.Server, log, adminMux)},
		server.Stage{
			server.Public(cfg.Server, log, ready, router.New(cfg.Router, deps)),
		},
	)
}
