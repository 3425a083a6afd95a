package metrics

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/everything/internal/apperr"
)

// StoreCalls returns what measures the calls of stores. See package observed.
func StoreCalls(registry *prometheus.Registry) func(ctx context.Context, store, operation string) (context.Context, func(error)) {
	duration := newHistogram(registry, "store_call_duration_seconds",
		"Time that calls of stores took, by outcome.", latencies, "store", "operation", "outcome")
	return func(ctx context.Context, store, operation string) (context.Context, func(error)) {
		start := time.Now()
		return ctx, func(err error) {
			observe(ctx, duration.WithLabelValues(store, operation, outcome(err)), time.Since(start).Seconds())
		}
	}
}

// outcomes are those of errors. The first one that an error wraps counts.
var outcomes = []struct {
	err     error
	outcome string
}{
	{context.Canceled, "canceled"},
	{context.DeadlineExceeded, "timeout"},
	{apperr.ErrNotFound, "not_found"},
	{apperr.ErrConflict, "conflict"},
	{apperr.ErrInUse, "conflict"},
	{apperr.ErrReference, "invalid"},
	{apperr.ErrPreconditionFailed, "precondition"},
	{apperr.ErrPreconditionRequired, "precondition"},
	{apperr.ErrUnavailable, "unavailable"},
	{apperr.ErrOverloaded, "unavailable"},
}

// outcome returns how a call has ended. "error" is what no client has caused.
func outcome(err error) string {
	if err == nil {
		return "ok"
	}
	for _, o := range outcomes {
		if errors.Is(err, o.err) {
			return o.outcome
		}
	}
	if _, ok := errors.AsType[*apperr.Invalid](err); ok {
		return "invalid"
	}
	if _, ok := errors.AsType[*apperr.BadRequest](err); ok {
		return "invalid"
	}
	return "error"
}
