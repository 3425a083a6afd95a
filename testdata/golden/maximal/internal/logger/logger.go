// Package logger makes the logger of the program.
package logger

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"go.opentelemetry.io/otel/trace"

	"github.com/acme/everything/internal/principal"
	"github.com/acme/everything/internal/requestid"
	"github.com/acme/everything/internal/tracing"
)

// Config is read from the environment.
type Config struct {
	Level  slog.Level `env:"LOG_LEVEL" envDefault:"info"`
	Format string     `env:"LOG_FORMAT" envDefault:"json"`
	// Flush is how long records below warn may be buffered, 0 not at all. What
	// is in the buffer is lost when the process is killed or crashes.
	Flush time.Duration `env:"LOG_FLUSH" envDefault:"100ms"`
	// Skip is the share of the requests that succeed which are not logged, from 0
	// to 1. All others are.
	Skip float64 `env:"LOG_SKIP" envDefault:"0"`
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
	if !(c.Skip >= 0 && c.Skip <= 1) { // NaN is not
		problems = append(problems, errors.New("LOG_SKIP: must be from 0 to 1"))
	}
	return errors.Join(problems...)
}

// New returns a logger that writes to w and adds the request and trace ID of
// the context it is called with. Flush must be called before the program ends.
func New(cfg Config, w io.Writer) *slog.Logger {
	h := handler{out: newBuffer(w, cfg.Flush), level: new(slog.LevelVar), skip: cfg.Skip, json: cfg.Format == "json"}
	h.level.Set(cfg.Level)
	opts := &slog.HandlerOptions{Level: h.level}
	if h.json {
		h.Handler = slog.NewJSONHandler(h.out, opts)
	} else {
		h.Handler = slog.NewTextHandler(h.out, opts)
	}
	return slog.New(h)
}

// Level returns the level of a logger made by New, which can be changed. That of
// another logger has no effect.
func Level(log *slog.Logger) *slog.LevelVar {
	if h, ok := log.Handler().(handler); ok {
		return h.level
	}
	return new(slog.LevelVar)
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
	out   *buffer
	level *slog.LevelVar
	skip  float64 // share of the requests that succeed which are not logged
	json  bool    // JSON, and no attributes or groups of the logger
}

func (h handler) Handle(ctx context.Context, record slog.Record) error {
	if record.Level >= slog.LevelError {
		tracing.Record(ctx, record)
	}
	record.AddAttrs(fromContext(ctx, nil)...)
	err := h.Handler.Handle(ctx, record)
	if record.Level >= slog.LevelWarn {
		err = errors.Join(err, h.out.Flush())
	}
	return err
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	h.Handler, h.json = h.Handler.WithAttrs(attrs), false
	return h
}

func (h handler) WithGroup(name string) slog.Handler {
	h.Handler, h.json = h.Handler.WithGroup(name), false
	return h
}

// fromContext appends the attributes that ctx carries.
func fromContext(ctx context.Context, attrs []slog.Attr) []slog.Attr {
	if ids, ok := requestid.FromContext(ctx); ok {
		attrs = append(attrs, slog.String("request_id", ids.Request), slog.String("trace_id", ids.Trace))
	}
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		attrs = append(attrs, slog.String("span_id", span.SpanID().String()))
	}

	if p, ok := principal.FromContext(ctx); ok {
		attrs = append(attrs, slog.String("user_id", p.ID.String()))
	}
	return attrs
}
