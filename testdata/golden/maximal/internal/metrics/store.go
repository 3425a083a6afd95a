package metrics

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/everything/internal/apperr"
)

// StoreCalls returns what measures the calls of stores. See package observed.
func StoreCalls(registry *prometheus.Registry) func(ctx context.Context, store, operation string) (context.Context, func(int, error)) {
	duration := newHistogram(registry, "store_call_duration_seconds",
		"Time that calls of stores took, by outcome.", latencies(), "store", "operation", "outcome")
	return func(ctx context.Context, store, operation string) (context.Context, func(int, error)) {
		start := time.Now()
		return ctx, func(_ int, err error) {
			observe(ctx, duration.WithLabelValues(store, operation, outcome(err)), time.Since(start).Seconds())
		}
	}
}

// outcome returns how a call has ended. A deadline comes before what it has caused.
func outcome(err error) string {
	switch {
	case err == nil:
		return "ok"
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, apperr.ErrUnavailable), errors.Is(err, apperr.ErrOverloaded):
		return "unavailable"
	case errors.Is(err, apperr.ErrNotFound):
		return "not_found"
	case errors.Is(err, apperr.ErrConflict), errors.Is(err, apperr.ErrInUse):
		return "conflict"
	case errors.Is(err, apperr.ErrPreconditionFailed), errors.Is(err, apperr.ErrPreconditionRequired):
		return "precondition"
	case invalid(err):
		return "invalid"
	}
	return "error"
}

// invalid reports whether the input of a call was.
func invalid(err error) bool {
	_, broken := errors.AsType[*apperr.Invalid](err)
	_, malformed := errors.AsType[*apperr.BadRequest](err)
	return broken || malformed || errors.Is(err, apperr.ErrReference)
}
