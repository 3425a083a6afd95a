// Package app puts the program together.
package app

import (
	"context"
	"net/http"

	"github.com/acme/shelf/internal/admin"
	"github.com/acme/shelf/internal/cache"
	"github.com/acme/shelf/internal/config"
	"github.com/acme/shelf/internal/health"
	"github.com/acme/shelf/internal/idempotency"
	"github.com/acme/shelf/internal/ratelimit"
	"github.com/acme/shelf/internal/resp"
	"github.com/acme/shelf/internal/router"
	"github.com/acme/shelf/internal/seed"
	"github.com/acme/shelf/internal/server"
	"github.com/acme/shelf/internal/store"
	"github.com/acme/shelf/seeds"
)

// serve runs the service until ctx ends.
func (p *program) serve(ctx context.Context) error {
	cfg, log := p.cfg, p.log

	redis := p.openRedis()

	entries, err := p.openCache()
	if err != nil {
		return err
	}

	limiter, err := ratelimit.New(cfg.RateLimit)
	if err != nil {
		return err
	}

	if cfg.RateLimit.Store == ratelimit.Redis {
		limiter = limiter.Shared(redis, log)
	}

	ready := health.New(
		health.Check{Name: "redis", Run: redis.Check, Optional: true},
	)
	deps := router.Deps{
		Log:         log,
		Health:      ready,
		Swagger:     cfg.Env != config.Production,
		BookReviews: store.NewBookReviews(),
		Notes:       store.NewNotes(),
		RateLimit:   limiter,
		Idempotency: idempotency.New(cfg.Idempotency, idempotency.NewRedis(redis, cfg.Idempotency.TTL, log)),
	}
	deps.BookReviews = cache.NewBookReviews(deps.BookReviews, entries, cfg.Cache.TTL)
	deps.Notes = cache.NewNotes(deps.Notes, entries, cfg.Cache.TTL)
	if cfg.Env != config.Production {
		into := seed.Stores{BookReviews: deps.BookReviews, Notes: deps.Notes}
		if _, err := seed.Run(ctx, seeds.Files, into); err != nil {
			return err
		}
	}
	adminMux := admin.New(ready, log)
	adminMux.HandleFunc("GET /cache", func(w http.ResponseWriter, _ *http.Request) {
		_ = resp.Write(w, http.StatusOK, resp.OK(entries.Counts())) // always encodes
	})

	// The stages start in this order and stop in reverse.
	return server.Run(ctx, cfg.Server, log, ready,
		server.Stage{server.Admin(cfg.Server, log, adminMux)},
		server.Stage{
			server.Public(cfg.Server, log, ready, router.New(cfg.Router, deps)),
		},
	)
}
