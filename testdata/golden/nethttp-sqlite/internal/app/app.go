// Package app puts the program together.
package app

import (
	"context"

	"library/internal/admin"
	"library/internal/config"
	"library/internal/health"
	"library/internal/migrate"
	"library/internal/router"
	"library/internal/server"
	"library/internal/store"
)

// serve runs the service until ctx ends.
func (p *program) serve(ctx context.Context) error {
	cfg, log := p.cfg, p.log

	db, err := p.openDatabase(ctx)
	if err != nil {
		return err
	}

	dbx := store.NewDBX(db)

	if cfg.Env != config.Production {
		if err := migrate.Up(ctx, cfg.Store); err != nil {
			return err
		}
	}

	ready := health.New(
		health.Check{Name: "database", Run: db.Health.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db.Health) }},
	)
	deps := router.Deps{
		Log:     log,
		Health:  ready,
		Swagger: cfg.Env != config.Production,
		Books:   store.NewBooks(dbx),
		Loans:   store.NewLoans(dbx),
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
