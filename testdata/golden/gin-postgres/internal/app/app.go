// Package app puts the program together.
package app

import (
	"context"
	"net/http"

	"github.com/acme/notes/internal/admin"
	"github.com/acme/notes/internal/cache"
	"github.com/acme/notes/internal/config"
	"github.com/acme/notes/internal/guard"
	"github.com/acme/notes/internal/health"
	"github.com/acme/notes/internal/lock"
	"github.com/acme/notes/internal/migrate"
	"github.com/acme/notes/internal/outbox"
	"github.com/acme/notes/internal/published"
	"github.com/acme/notes/internal/resp"
	"github.com/acme/notes/internal/router"
	"github.com/acme/notes/internal/server"
	"github.com/acme/notes/internal/session"
	"github.com/acme/notes/internal/store"
)

// serve runs the service until ctx ends.
func (p *program) serve(ctx context.Context) error {
	cfg, log := p.cfg, p.log

	db, err := p.openDatabase(ctx)
	if err != nil {
		return err
	}

	if cfg.Env != config.Production {
		if err := migrate.Up(ctx, cfg.Store); err != nil {
			return err
		}
	}

	redis := p.openRedis()
	locks := lock.New(redis, redis.Prefix)

	messages, err := p.openBroker()
	if err != nil {
		return err
	}

	events := outbox.New(store.NewTransactions(db))
	relay := outbox.NewRelay(cfg.Outbox, events, outbox.NewTable(db.Reads, db.Writes), messages, log)

	filters := cache.NewIDFilters(cfg.Cache, log)

	entries, err := p.openCache(ctx, redis)
	if err != nil {
		return err
	}

	accounts, err := p.newAuth(ctx, store.NewUsers(db), store.NewSessions(db))
	if err != nil {
		return err
	}

	ready := health.New(
		health.Check{Name: "database", Run: db.Health.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db.Health) }},
		health.Check{Name: "redis", Run: redis.Check, Optional: true},
		health.Check{Name: "broker", Run: messages.Check, Optional: true},
		health.Check{Name: "outbox", Run: relay.Check, Optional: true},
	)
	deps := router.Deps{
		Log:     log,
		Health:  ready,
		Swagger: cfg.Env != config.Production,
		Tags:    store.NewTags(db),
		Folders: store.NewFolders(db),
		Notes:   store.NewNotes(db),
		Guard:   guard.Guard{accounts.Tokens},
		Auth:    accounts,
	}
	deps.Tags = published.NewTags(deps.Tags, events)
	deps.Folders = published.NewFolders(deps.Folders, events)
	deps.Notes = published.NewNotes(deps.Notes, events)
	deps.Tags = cache.NewTags(deps.Tags, entries, cfg.Cache.TTL)
	deps.Folders = cache.NewFolders(deps.Folders, entries, cfg.Cache.TTL)
	deps.Notes = cache.NewNotes(deps.Notes, entries, cfg.Cache.TTL)
	deps.Tags = cache.FilterTags(deps.Tags, filters, store.NewRowIDs[int64](db, "tags"))
	deps.Folders = cache.FilterFolders(deps.Folders, filters, store.NewRowIDs[int64](db, "folders"))
	deps.Notes = cache.FilterNotes(deps.Notes, filters, store.NewRowIDs[int64](db, "notes"))
	adminMux := admin.New(ready, log)
	adminMux.HandleFunc("GET /cache", func(w http.ResponseWriter, _ *http.Request) {
		_ = resp.Write(w, http.StatusOK, resp.OK(entries.Counts())) // always encodes
	})

	// The stages start in this order and stop in reverse.
	return server.Run(ctx, cfg.Server, log, ready,
		server.Stage{server.Admin(cfg.Server, log, adminMux)},
		server.Stage{{Name: "relay", Run: relay.Run}},
		server.Stage{{Name: "id filters", Run: filters.Run}},
		server.Stage{{Name: "sessions", Run: func(ctx context.Context) error {
			return session.PurgeEvery(ctx, log, locks.Once("sessions", session.PurgeInterval, accounts.Sessions.Expire))
		}}},
		server.Stage{
			server.Public(cfg.Server, log, ready, router.New(cfg.Router, deps)),
		},
	)
}
