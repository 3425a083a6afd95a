package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/acme/notes/internal/health"
)

// readGrace is how long a connection that was accepted just before the listener
// closed has to send its request: http.Server.Shutdown drops what it has not
// read.
const readGrace = 100 * time.Millisecond

// Public returns the part that serves h to clients.
func Public(cfg Config, log *slog.Logger, state *health.State, h http.Handler) Part {
	s := newServer(cfg, log, closeUnless(state.Serving, canonical(h)))
	var l net.Listener
	return Part{
		Name: "public",
		Start: func(ctx context.Context) (err error) {
			l, err = listen(ctx, log, "public", cfg.Address())
			return err
		},
		Run: func(context.Context) error { return serve(s, l) },
		Stop: func(ctx context.Context) error {
			_ = l.Close() // Shutdown would close it again
			time.Sleep(readGrace)
			return shutdown(ctx, s)
		},
	}
}

// closeUnless makes clients of h close their connections unless the service is
// serving. Otherwise the server would close idle connections later, perhaps just
// when a client sends its next request.
func closeUnless(serving func() bool, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !serving() {
			w.Header().Set("Connection", "close")
		}
		h.ServeHTTP(w, r)
	})
}

// shutdown waits for the requests in flight, and aborts those that take longer than
// ctx.
func shutdown(ctx context.Context, s *http.Server) error {
	if err := s.Shutdown(ctx); err != nil {
		return errors.Join(err, s.Close())
	}
	return nil
}
