package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// adminWriteTimeout leaves time for profiles, which last as long as requested.
const adminWriteTimeout = 5 * time.Minute

// Admin is the part that serves h to operators. It responds until the end, so
// that probes learn that the service is stopping.
func Admin(cfg Config, log *slog.Logger, h http.Handler) Part {
	s := newServer(cfg, log, h)
	s.WriteTimeout = adminWriteTimeout
	var l net.Listener
	return Part{
		Name: "admin",
		Start: func(ctx context.Context) (err error) {
			l, err = listen(ctx, log, "admin", cfg.AdminAddress())
			return err
		},
		Run:  func(context.Context) error { return serve(s, l) },
		Stop: func(context.Context) error { return s.Close() },
	}
}

// listen opens a listener and logs its address, whose port may be any free one.
func listen(ctx context.Context, log *slog.Logger, name, address string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	log.InfoContext(ctx, "listening", slog.String("listener", name), slog.String("address", l.Addr().String()))
	return l, nil
}

func newServer(cfg Config, log *slog.Logger, h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: cfg.ReadHeaderTimeout,
		ReadTimeout:       cfg.ReadTimeout,
		WriteTimeout:      cfg.WriteTimeout,
		IdleTimeout:       cfg.IdleTimeout,
		MaxHeaderBytes:    cfg.MaxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// serve responds on l until s is shut down.
func serve(s *http.Server, l net.Listener) error {
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	}
	return nil
}
