// Package server runs the long-lived parts of the service and stops them in
// order, so that requests in flight finish.
package server

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/acme/notes/internal/health"
)

// Run starts the stages one after the other and works until ctx ends or a part
// fails. Then it stops: state is no longer serving, the parts drain,
// cfg.ShutdownDelay passes, and the stages stop in reverse order. All of this
// takes at most cfg.ShutdownTimeout. The error joins those of the parts that
// failed and of those that could not stop cleanly.
func Run(ctx context.Context, cfg Config, log *slog.Logger, state *health.State, stages ...Stage) error {
	failed := make(chan struct{}, len(slices.Concat(stages...)))
	started, err := start(ctx, stages, failed)
	if err == nil {
		state.SetServing(true)
		log.InfoContext(ctx, "serving")
		select {
		case <-ctx.Done():
		case <-failed:
		}
	}
	asked := ctx.Err() != nil
	state.SetServing(false)
	log.InfoContext(ctx, "stopping")

	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cfg.ShutdownTimeout)
	defer cancel()
	problems := []error{err}
	for _, stage := range slices.Backward(started) {
		problems = append(problems, each(ctx, stage, (*running).drain))
	}
	if asked { // clients go on until they notice; a service that failed cannot wait for them
		select {
		case <-time.After(cfg.ShutdownDelay):
		case <-failed:
		}
	}
	for _, stage := range slices.Backward(started) {
		problems = append(problems, each(ctx, stage, (*running).stop))
	}
	return errors.Join(problems...)
}
