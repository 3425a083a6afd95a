// Package app puts the program together.
package app

import (
	"context"

	"github.com/acme/empty/v2/internal/admin"
	"github.com/acme/empty/v2/internal/compress"
	"github.com/acme/empty/v2/internal/config"
	"github.com/acme/empty/v2/internal/health"
	"github.com/acme/empty/v2/internal/router"
	"github.com/acme/empty/v2/internal/secure"
	"github.com/acme/empty/v2/internal/server"
)

// serve runs the service until ctx ends.
func (p *program) serve(ctx context.Context) error {
	cfg, log := p.cfg, p.log

	ready := health.New()
	deps := router.Deps{
		Log:      log,
		Health:   ready,
		Swagger:  cfg.Env != config.Production,
		Secure:   secure.New(cfg.Secure),
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
