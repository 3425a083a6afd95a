// Package server runs the public and the admin listener, and ends them without
// losing a request.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/acme/ledger/internal/health"
)

// readGrace is how long a connection accepted just before the listener closed
// has to send its request: http.Server.Shutdown drops what it has not read.
const readGrace = 100 * time.Millisecond

// Run serves public and admin until ctx ends, then drains: ready turns false,
// cfg.ShutdownDelay passes, and the requests in flight have cfg.ShutdownTimeout
// to finish. It returns nil if all of them did.
func Run(ctx context.Context, cfg Config, log *slog.Logger, ready *health.State, public, admin http.Handler) error {
	publicListener, adminListener, err := listen(ctx, cfg, log)
	if err != nil {
		return err
	}
	publicServer := newServer(cfg, log, closeWhile(ready.Draining, public))
	adminServer := newAdminServer(cfg, log, admin)

	group, stopping := errgroup.WithContext(ctx)
	group.Go(func() error { return serve(publicServer, publicListener) })
	group.Go(func() error { return serve(adminServer, adminListener) })
	group.Go(func() error {
		<-stopping.Done()
		ready.Drain()
		if ctx.Err() != nil { // asked to stop; when a listener failed there is nothing to wait for
			log.InfoContext(ctx, "draining")
			time.Sleep(cfg.ShutdownDelay)
			_ = publicListener.Close() // Shutdown would close it again
			time.Sleep(readGrace)
		}
		err := shutdown(ctx, publicServer, cfg.ShutdownTimeout)
		return errors.Join(err, adminServer.Close()) // last, to answer probes until the end
	})
	return group.Wait()
}

// closeWhile asks the clients of h to give up their connections while draining
// is true: those that are closed later, between two requests, could meet the
// second one half-way.
func closeWhile(draining func() bool, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if draining() {
			w.Header().Set("Connection", "close")
		}
		h.ServeHTTP(w, r)
	})
}

// shutdown lets the requests in flight finish and cuts those that take longer
// than timeout, which starts now: ctx has ended already.
func shutdown(ctx context.Context, s *http.Server, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
	defer cancel()
	if err := s.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("drain: %w", err), s.Close())
	}
	return nil
}
