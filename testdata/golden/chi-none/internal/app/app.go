// Package app puts the program together.
package app

import (
	"context"

	"github.com/acme/shelf/internal/admin"
	"github.com/acme/shelf/internal/config"
	"github.com/acme/shelf/internal/health"
	"github.com/acme/shelf/internal/router"
	"github.com/acme/shelf/internal/server"
	"github.com/acme/shelf/internal/store"
)

// serve runs the service until ctx ends.
func (p *program) serve(ctx context.Context) error {
	cfg, log := p.cfg, p.log

	ready := health.New()
	deps := router.Deps{
		Log:         log,
		Health:      ready,
		Swagger:     cfg.Env != config.Production,
		BookReviews: store.NewBookReviews(),
		Notes:       store.NewNotes(),
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
