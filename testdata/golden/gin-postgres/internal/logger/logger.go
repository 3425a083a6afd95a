// Package logger makes the logger of the program.
package logger

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/acme/notes/internal/principal"
	"github.com/acme/notes/internal/requestid"
)

// Config is read from the environment.
type Config struct {
	Level  slog.Level `env:"LOG_LEVEL" envDefault:"info"`
	Format string     `env:"LOG_FORMAT" envDefault:"json"`
	// Flush is how long records below warn may be buffered, 0 not at all. What
	// is in the buffer is lost when the process is killed or crashes.
	Flush time.Duration `env:"LOG_FLUSH" envDefault:"100ms"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if c.Format != "json" && c.Format != "text" {
		problems = append(problems, fmt.Errorf("LOG_FORMAT: %q is neither json nor text", c.Format))
	}
	if c.Flush < 0 {
		problems = append(problems, errors.New("LOG_FLUSH: must not be negative"))
	}
	return errors.Join(problems...)
}

// New returns a logger that writes to w and adds the request and trace ID of
// the context it is called with. Flush must be called before the program ends.
func New(cfg Config, w io.Writer) *slog.Logger {
	out := newBuffer(w, cfg.Flush)
	opts := &slog.HandlerOptions{Level: cfg.Level}
	if cfg.Format == "text" {
		return slog.New(handler{Handler: slog.NewTextHandler(out, opts), out: out})
	}
	return slog.New(handler{Handler: slog.NewJSONHandler(out, opts), out: out, json: true})
}

// Flush writes the records that a logger made by New has buffered.
func Flush(log *slog.Logger) {
	if h, ok := log.Handler().(handler); ok {
		_ = h.out.Flush() // there is no log to report it to
	}
}

// handler adds the request and trace ID that the context carries. It flushes
// after a warning: the next thing to happen may be a crash.
type handler struct {
	slog.Handler
	out  *buffer
	json bool // JSON, and no attributes or groups of the logger
}

func (h handler) Handle(ctx context.Context, record slog.Record) error {
	record.AddAttrs(fromContext(ctx, nil)...)
	err := h.Handler.Handle(ctx, record)
	if record.Level >= slog.LevelWarn {
		err = errors.Join(err, h.out.Flush())
	}
	return err
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{Handler: h.Handler.WithAttrs(attrs), out: h.out}
}

func (h handler) WithGroup(name string) slog.Handler {
	return handler{Handler: h.Handler.WithGroup(name), out: h.out}
}

// fromContext appends the attributes that ctx carries.
func fromContext(ctx context.Context, attrs []slog.Attr) []slog.Attr {
	if ids, ok := requestid.FromContext(ctx); ok {
		attrs = append(attrs, slog.String("request_id", ids.Request), slog.String("trace_id", ids.Trace))
	}
	if p, ok := principal.FromContext(ctx); ok {
		attrs = append(attrs, slog.String("user_id", p.ID.String()))
	}
	return attrs
}
