package outbound

import (
	"context"
	"errors"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/metrics"
)

// Measure adds metrics of the calls and the circuit breaker to registry, before the
// first call.
func (c *Client) Measure(registry prometheus.Registerer) {
	c.meter = metrics.NewClient(registry, c.cfg.Service, func() float64 { return float64(c.breaker.State()) })
}

// outcome returns how a call has ended.
func outcome(err error) string {
	switch {
	case err == nil:
		return "ok"
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, apperr.ErrUpstreamTimeout):
		return "timeout"
	case errors.Is(err, apperr.ErrUpstreamDown):
		return "unavailable"
	case healthy(err):
		return "refused"
	}
	return "error"
}
