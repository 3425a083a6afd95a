package server

import (
	"context"
	"fmt"
	"log/slog"
	"net"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"

	"github.com/acme/rooms/internal/health"
)

// Public is the part that serves app to clients. Requests that take longer than
// its stop may are cut by the end of the program.
func Public(cfg Config, log *slog.Logger, state *health.State, app *fiber.App) Part {
	configure(app.Server(), cfg, state.Serving)
	var l net.Listener
	return Part{
		Name: "public",
		Start: func(ctx context.Context) (err error) {
			l, err = listen(ctx, log, "public", cfg.Address())
			return err
		},
		Run: func(context.Context) error { return servePublic(app, l) },
		Stop: func(ctx context.Context) error {
			err := app.ShutdownWithContext(ctx)
			_ = l.Close() // still open only where the app did not come to serve it
			return err
		},
	}
}

// configure sets the limits of the server below an app.
func configure(s *fasthttp.Server, cfg Config, serving func() bool) {
	s.SecureErrorLogMessage = true
	s.ReadTimeout = cfg.ReadHeaderTimeout
	s.HeaderReceived = func(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
		if h.ContentLength() > 0 || h.ContentLength() == -1 { // chunked
			return fasthttp.RequestConfig{ReadTimeout: cfg.ReadTimeout} // begins anew, for the body
		}
		return fasthttp.RequestConfig{}
	}
	s.WriteTimeout = cfg.WriteTimeout // begins when the handler has ended
	s.IdleTimeout = cfg.IdleTimeout
	s.ReadBufferSize = cfg.MaxHeaderBytes // has to hold the whole header
	s.ErrorHandler = lingerAfter(s.ErrorHandler)
	s.Handler = closeUnless(serving, strict(s.Handler, s.ErrorHandler))
}

// closeUnless makes clients of h close their connections unless the service is
// serving. Otherwise the server would close idle connections later, perhaps just
// when a client sends its next request.
func closeUnless(serving func() bool, h fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(r *fasthttp.RequestCtx) {
		h(r)
		if !serving() {
			r.SetConnectionClose()
		}
	}
}

// servePublic responds on l until app is shut down.
func servePublic(app *fiber.App, l net.Listener) error {
	if err := app.Listener(lingering{l}, fiber.ListenConfig{DisableStartupMessage: true}); err != nil {
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	}
	return nil
}
