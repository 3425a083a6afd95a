// Package logger makes the logger of the program.
package logger

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"github.com/acme/depot/internal/requestid"
)

// Config is read from the environment.
type Config struct {
	Level  slog.Level `env:"LOG_LEVEL" envDefault:"info"`
	Format string     `env:"LOG_FORMAT" envDefault:"json"`
}

// Validate reports what New could not use.
func (c Config) Validate() error {
	if c.Format != "json" && c.Format != "text" {
		return fmt.Errorf("LOG_FORMAT: %q is neither json nor text", c.Format)
	}
	return nil
}

// New returns a logger that writes to w and adds the ids of the request in
// whose context it is called.
func New(cfg Config, w io.Writer) *slog.Logger {
	opts := &slog.HandlerOptions{Level: cfg.Level}
	if cfg.Format == "text" {
		return slog.New(handler{slog.NewTextHandler(w, opts)})
	}
	return slog.New(handler{slog.NewJSONHandler(w, opts)})
}

// handler adds the request and trace id that the context carries.
type handler struct {
	slog.Handler
}

func (h handler) Handle(ctx context.Context, record slog.Record) error {
	if ids, ok := requestid.FromContext(ctx); ok {
		record.AddAttrs(slog.String("request_id", ids.Request), slog.String("trace_id", ids.Trace))
	}
	return h.Handler.Handle(ctx, record)
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attrs)}
}

func (h handler) WithGroup(name string) slog.Handler {
	return handler{h.Handler.WithGroup(name)}
}
