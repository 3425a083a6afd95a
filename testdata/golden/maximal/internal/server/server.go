// Package server runs the public and the admin listener, and ends them without
// losing a request.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"
	"golang.org/x/sync/errgroup"

	"github.com/acme/everything/internal/health"
)

// Run serves public and admin until ctx ends, then drains: ready turns false,
// cfg.ShutdownDelay passes, and the requests in flight have cfg.ShutdownTimeout
// to finish. It returns nil if all of them did.
func Run(ctx context.Context, cfg Config, log *slog.Logger, ready *health.State, public *fiber.App, admin http.Handler) error {
	publicListener, adminListener, err := listen(ctx, cfg, log)
	if err != nil {
		return err
	}
	configure(public.Server(), cfg, ready.Draining)
	adminServer := newAdminServer(cfg, log, admin)

	group, stopping := errgroup.WithContext(ctx)
	group.Go(func() error { return servePublic(public, publicListener) })
	group.Go(func() error { return serve(adminServer, adminListener) })
	group.Go(func() error {
		<-stopping.Done()
		ready.Drain()
		if ctx.Err() != nil { // asked to stop; when a listener failed there is nothing to wait for
			log.InfoContext(ctx, "draining")
			time.Sleep(cfg.ShutdownDelay)
		}
		err := shutdown(ctx, public, cfg.ShutdownTimeout)
		_ = publicListener.Close()                   // still open only where the app did not come to serve it
		return errors.Join(err, adminServer.Close()) // last, to answer probes until the end
	})
	return group.Wait()
}

// configure sets the limits of the server below an app.
func configure(s *fasthttp.Server, cfg Config, draining func() bool) {
	s.ReadTimeout = cfg.ReadHeaderTimeout
	s.HeaderReceived = func(*fasthttp.RequestHeader) fasthttp.RequestConfig {
		return fasthttp.RequestConfig{ReadTimeout: cfg.ReadTimeout} // begins anew, for the body
	}
	s.WriteTimeout = cfg.WriteTimeout // begins when the handler has ended
	s.IdleTimeout = cfg.IdleTimeout
	s.ReadBufferSize = cfg.MaxHeaderBytes // has to hold the whole header
	s.Handler = closeWhile(draining, s.Handler)
	s.ErrorHandler = lingerAfter(s.ErrorHandler)
}

// closeWhile asks the clients of h to give up their connections while draining
// is true: those that are closed later, between two requests, could meet the
// second one half-way.
func closeWhile(draining func() bool, h fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(r *fasthttp.RequestCtx) {
		h(r)
		if draining() {
			r.SetConnectionClose()
		}
	}
}

// servePublic answers on l until app is shut down.
func servePublic(app *fiber.App, l net.Listener) error {
	if err := app.Listener(lingering{l}, fiber.ListenConfig{DisableStartupMessage: true}); err != nil {
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	}
	return nil
}

// shutdown lets the requests in flight finish. Those that take longer than
// timeout are cut by the end of the program. It starts now: ctx has ended
// already.
func shutdown(ctx context.Context, app *fiber.App, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
	defer cancel()
	if err := app.ShutdownWithContext(ctx); err != nil {
		return fmt.Errorf("drain: %w", err)
	}
	return nil
}
