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

// adminWriteTimeout leaves time for profiles, which last as long as asked for.
const adminWriteTimeout = 5 * time.Minute

// listen opens both listeners.
func listen(ctx context.Context, cfg Config, log *slog.Logger) (public, admin net.Listener, err error) {
	var lc net.ListenConfig
	if public, err = lc.Listen(ctx, "tcp", cfg.Address()); err != nil {
		return nil, nil, err
	}
	if admin, err = lc.Listen(ctx, "tcp", cfg.AdminAddress()); err != nil {
		return nil, nil, errors.Join(err, public.Close())
	}
	log.InfoContext(ctx, "listening",
		slog.String("public", public.Addr().String()),
		slog.String("admin", admin.Addr().String()))
	return public, admin, nil
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

// newAdminServer returns the server of the admin listener.
func newAdminServer(cfg Config, log *slog.Logger, h http.Handler) *http.Server {
	s := newServer(cfg, log, h)
	s.WriteTimeout = adminWriteTimeout
	return s
}

// serve answers on l until s is shut down.
func serve(s *http.Server, l net.Listener) error {
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	}
	return nil
}
