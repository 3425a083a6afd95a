// Package app puts the program together.
package app

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"github.com/acme/rooms/internal/admin"
	"github.com/acme/rooms/internal/apikey"
	"github.com/acme/rooms/internal/cache"
	"github.com/acme/rooms/internal/config"
	"github.com/acme/rooms/internal/guard"
	"github.com/acme/rooms/internal/health"
	"github.com/acme/rooms/internal/migrate"
	"github.com/acme/rooms/internal/resp"
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

	redis := p.openRedis()
	filters := cache.NewIDFilters(cfg.Cache, log)

	entries, err := p.openCache(ctx, redis)
	if err != nil {
		return err
	}

	ready := health.New(
		health.Check{Name: "database", Run: db.Health.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db.Health) }},
		health.Check{Name: "redis", Run: redis.Check, Optional: true},
	)
	deps := router.Deps{
		Log:     log,
		Health:  ready,
		Swagger: cfg.Env != config.Production,
		Rooms:   store.NewRooms(dbx),
	}
	deps.Rooms = cache.NewRooms(deps.Rooms, entries, cfg.Cache.TTL)
	deps.Rooms = cache.FilterRooms(deps.Rooms, filters, store.NewRowIDs[uuid.UUID](db, "rooms"))
	apiKeys := apikey.New(store.NewAPIKeys(dbx))
	deps.Guard = append(guard.Guard{apiKeys}, deps.Guard...)
	adminMux := admin.New(ready, log)
	adminMux.HandleFunc("GET /cache", func(w http.ResponseWriter, _ *http.Request) {
		_ = resp.Write(w, http.StatusOK, resp.OK(entries.Counts())) // always encodes
	})

	// The stages start in this order and stop in reverse.
	return server.Run(ctx, cfg.Server, log, ready,
		server.Stage{server.Admin(cfg.Server, log, adminMux)},
		server.Stage{{Name: "id filters", Run: filters.Run}},
		server.Stage{
			server.Public(cfg.Server, log, ready, router.New(cfg.Router, deps)),
		},
	)
}
