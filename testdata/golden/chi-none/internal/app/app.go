// Package app puts the program together.
package app

import (
	"context"
	"io"

	"github.com/acme/shelf/internal/admin"
	"github.com/acme/shelf/internal/config"
	"github.com/acme/shelf/internal/health"
	"github.com/acme/shelf/internal/logger"
	"github.com/acme/shelf/internal/router"
	"github.com/acme/shelf/internal/server"
	"github.com/acme/shelf/internal/store"
)

// Run builds everything from the bottom up, serves until ctx ends, and closes
// what it opened in reverse. The log goes to out.
func Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	log := logger.New(cfg.Log, out)
	defer logger.Flush(log)

	bookReviews := store.NewBookReviews()
	notes := store.NewNotes()

	ready := health.New()
	public := router.New(cfg.Router, router.Deps{
		Log:         log,
		Health:      ready,
		Swagger:     cfg.Env != config.Production,
		BookReviews: bookReviews,
		Notes:       notes,
	})
	return server.Run(ctx, cfg.Server, log, ready, public, admin.New(ready, log))
}
