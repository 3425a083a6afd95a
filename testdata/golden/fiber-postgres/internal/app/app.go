// Package app puts the program together.
package app

import (
	"context"

	"github.com/acme/rooms/internal/admin"
	"github.com/acme/rooms/internal/config"
	"github.com/acme/rooms/internal/health"
	"github.com/acme/rooms/internal/migrate"
	"github.com/acme/rooms/internal/router"
	"github.com/acme/rooms/internal/server"
	"github.com/acme/rooms/internal/store"
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
		Rooms:   store.NewRooms(dbx),
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
