package idempotency

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/metrics"
)

// Measured returns g with metrics in registry.
func (g Guard) Measured(registry prometheus.Registerer) Guard {
	g.meter = metrics.NewIdempotency(registry)
	return g
}

// result returns what became of a request, given what Do returns.
func result(earlier *Answer, err error) string {
	switch {
	case earlier != nil:
		return "replayed"
	case errors.Is(err, apperr.ErrIdempotencyInProgress):
		return "in_progress"
	case errors.Is(err, apperr.ErrIdempotencyMismatch):
		return "mismatch"
	case errors.Is(err, apperr.ErrIdempotencyLost):
		return "lost"
	}
	return "handled"
}
