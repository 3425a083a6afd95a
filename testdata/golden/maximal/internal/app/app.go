// Package app puts the program together.
package app

import (
	"context"

	"github.com/acme/everything/internal/admin"
	"github.com/acme/everything/internal/compress"
	"github.com/acme/everything/internal/config"
	"github.com/acme/everything/internal/cors"
	"github.com/acme/everything/internal/health"
	"github.com/acme/everything/internal/idempotency"
	"github.com/acme/everything/internal/migrate"
	"github.com/acme/everything/internal/ratelimit"
	"github.com/acme/everything/internal/router"
	"github.com/acme/everything/internal/secure"
	"github.com/acme/everything/internal/server"
	"github.com/acme/everything/internal/store"
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

	limiter, err := ratelimit.New(cfg.RateLimit)
	if err != nil {
		return err
	}

	keys := store.NewIdempotency(orm, cfg.Idempotency.TTL)

	ready := health.New(
		health.Check{Name: "database", Run: db.Health.PingContext},
		health.Check{Name: "schema", Run: func(ctx context.Context) error { return migrate.Check(ctx, db.Health) }},
	)
	deps := router.Deps{
		Log:         log,
		Health:      ready,
		Swagger:     cfg.Env != config.Production,
		Authors:     store.NewAuthors(orm),
		Categories:  store.NewCategories(orm),
		Books:       store.NewBooks(orm),
		Bank:        store.NewBank(orm),
		Secure:      secure.New(cfg.Secure),
		CORS:        cors.New(cfg.CORS),
		RateLimit:   limiter,
		Compress:    compress.New(cfg.Compress),
		Idempotency: idempotency.New(cfg.Idempotency, keys),
	}
	adminMux := admin.New(ready, log)

	// The stages start in this order and stop in reverse.
	return server.Run(ctx, cfg.Server, log, ready,
		server.Stage{server.Admin(cfg.Server, log, adminMux)},
		server.Stage{{Name: "idempotency keys", Run: func(ctx context.Context) error { return idempotency.Purge(ctx, log, keys.Purge) }}},
		server.Stage{
			server.Public(cfg.Server, log, ready, router.New(cfg.Router, deps)),
		},
	)
}
