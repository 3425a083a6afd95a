// Package app puts the program together.
package app

import (
	"context"
	"io"

	"github.com/acme/notes/internal/admin"
	"github.com/acme/notes/internal/config"
	"github.com/acme/notes/internal/health"
	"github.com/acme/notes/internal/logger"
	"github.com/acme/notes/internal/router"
	"github.com/acme/notes/internal/server"
	"github.com/acme/notes/internal/store"
)

// Run builds everything from the bottom up, serves until ctx ends, and closes
// what it opened in reverse. The log goes to out.
func Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	log := logger.New(cfg.Log, out)

	notes := store.NewNotes()

	ready := health.New()
	public := router.New(cfg.Router, router.Deps{
		Log:     log,
		Health:  ready,
		Swagger: cfg.Env != config.Production,
		Notes:   notes,
	})
	return server.Run(ctx, cfg.Server, log, ready, public, admin.New(ready, log))
}
