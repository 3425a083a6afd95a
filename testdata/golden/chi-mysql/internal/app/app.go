// Package app puts the program together.
package app

import (
	"context"

	"github.com/acme/payments/internal/admin"
	"github.com/acme/payments/internal/config"
	"github.com/acme/payments/internal/cors"
	"github.com/acme/payments/internal/health"
	"github.com/acme/payments/internal/migrate"
	"github.com/acme/payments/internal/outbox"
	"github.com/acme/payments/internal/published"
	"github.com/acme/payments/internal/ratelimit"
	"github.com/acme/payments/internal/router"
	"github.com/acme/payments/internal/server"
	"github.com/acme/payments/internal/store"
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

	messages, err := p.openBroker()
	if err != nil {
		return err
	}

	events := outbox.New(store.NewTransactions(db))
	relay := outbox.NewRelay(cfg.Outbox, events, outbox.NewTable(db.Reads, db.Writes), messages, log)

	limiter, err := ratelimit.New(cfg.RateLimit)
	if err != nil {
		return err
	}

	ready := health.New(
		health.Check{Name: "database", Run: db.Health.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db.Health) }},
		health.Check{Name: "broker", Run: messages.Check, Optional: true},
		health.Check{Name: "outbox", Run: relay.Check, Optional: true},
	)
	deps := router.Deps{
		Log:       log,
		Health:    ready,
		Swagger:   cfg.Env != config.Production,
		Bank:      store.NewBank(db),
		CORS:      cors.New(cfg.CORS),
		RateLimit: limiter,
	}
	deps.Bank = published.NewBank(deps.Bank, events)
	adminMux := admin.New(ready, log)

	// The stages start in this order and stop in reverse.
	return server.Run(ctx, cfg.Server, log, ready,
		server.Stage{server.Admin(cfg.Server, log, adminMux)},
		server.Stage{{Name: "relay", Run: relay.Run}},
		server.Stage{
			server.Public(cfg.Server, log, ready, router.New(cfg.Router, deps)),
		},
	)
}
