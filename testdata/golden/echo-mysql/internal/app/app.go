// Package app puts the program together.
package app

import (
	"context"

	"github.com/acme/tracks/internal/admin"
	"github.com/acme/tracks/internal/config"
	"github.com/acme/tracks/internal/guard"
	"github.com/acme/tracks/internal/health"
	"github.com/acme/tracks/internal/idempotency"
	"github.com/acme/tracks/internal/migrate"
	"github.com/acme/tracks/internal/oidc"
	"github.com/acme/tracks/internal/outbox"
	"github.com/acme/tracks/internal/published"
	"github.com/acme/tracks/internal/ratelimit"
	"github.com/acme/tracks/internal/router"
	"github.com/acme/tracks/internal/server"
	"github.com/acme/tracks/internal/session"
	"github.com/acme/tracks/internal/store"
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

	messages, err := p.openBroker()
	if err != nil {
		return err
	}

	events := outbox.New(store.NewTransactions(orm))
	relay := outbox.NewRelay(cfg.Outbox, events, outbox.NewTable(db.Reads, db.Writes), messages, log)

	accounts, err := p.newAuth(ctx, store.NewUsers(orm), store.NewSessions(orm))
	if err != nil {
		return err
	}

	oidcLogins := oidc.New(cfg.OIDC, cfg.Router.OIDCPath(), accounts, store.NewIdentities(orm))

	limiter, err := ratelimit.New(cfg.RateLimit)
	if err != nil {
		return err
	}

	keys := store.NewIdempotency(orm, cfg.Idempotency.TTL)

	ready := health.New(
		health.Check{Name: "database", Run: db.Health.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db.Health) }},
		health.Check{Name: "broker", Run: messages.Check, Optional: true},
		health.Check{Name: "outbox", Run: relay.Check, Optional: true},
	)
	deps := router.Deps{
		Log:         log,
		Health:      ready,
		Swagger:     cfg.Env != config.Production,
		Artists:     store.NewArtists(orm),
		Tracks:      store.NewTracks(orm),
		Guard:       guard.Guard{accounts.Tokens},
		Auth:        accounts,
		OIDC:        oidcLogins,
		RateLimit:   limiter,
		Idempotency: idempotency.New(cfg.Idempotency, keys),
	}
	deps.Artists = published.NewArtists(deps.Artists, events)
	deps.Tracks = published.NewTracks(deps.Tracks, events)
	adminMux := admin.New(ready, log)

	// The stages start in this order and stop in reverse.
	return server.Run(ctx, cfg.Server, log, ready,
		server.Stage{server.Admin(cfg.Server, log, adminMux)},
		server.Stage{{Name: "relay", Run: relay.Run}},
		server.Stage{{Name: "sessions", Run: func(ctx context.Context) error { return session.PurgeEvery(ctx, log, accounts.Sessions.Expire) }}},
		server.Stage{{Name: "idempotency keys", Run: func(ctx context.Context) error { return idempotency.Purge(ctx, log, keys.Purge) }}},
		server.Stage{
			server.Public(cfg.Server, log, ready, router.New(cfg.Router, deps)),
		},
	)
}
