// Package app puts the program together.
package app

import (
	"context"
	"io"

	"github.com/acme/empty/v2/internal/admin"
	"github.com/acme/empty/v2/internal/compress"
	"github.com/acme/empty/v2/internal/config"
	"github.com/acme/empty/v2/internal/health"
	"github.com/acme/empty/v2/internal/logger"
	"github.com/acme/empty/v2/internal/router"
	"github.com/acme/empty/v2/internal/secure"
	"github.com/acme/empty/v2/internal/server"
)

// Run builds everything from the bottom up, serves until ctx ends, and closes
// what it opened in reverse. The log goes to out.
func Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	log := logger.New(cfg.Log, out)
	defer logger.Flush(log)

	ready := health.New()
	public := router.New(cfg.Router, router.Deps{
		Log:      log,
		Health:   ready,
		Swagger:  cfg.Env != config.Production,
		Secure:   secure.New(cfg.Secure),
		Compress: compress.New(cfg.Compress),
	})
	return server.Run(ctx, cfg.Server, log, ready, public, admin.New(ready, log))
}
