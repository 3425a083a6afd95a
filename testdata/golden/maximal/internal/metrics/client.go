package metrics

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Client has the metrics of the calls of another service. A nil *Client has none.
type Client struct {
	duration *prometheus.HistogramVec
	retries  prometheus.Counter
}

// NewClient returns metrics in registry of the client with a name. The state of its
// circuit breaker is 0 if it is closed, 1 if half-open, and 2 if open.
func NewClient(registry prometheus.Registerer, name string, state func() float64) *Client {
	registry = prometheus.WrapRegistererWith(prometheus.Labels{"client": name}, registry)
	c := &Client{
		duration: newHistogram(registry, "http_client_request_duration_seconds",
			"Time that calls of other services took with their retries, by outcome.", latencies(), "outcome"),
		retries: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "http_client_retries_total", Help: "Calls of other services that were tried again.",
		}),
	}
	registry.MustRegister(c.retries, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "http_client_breaker_state", Help: "State of the circuit breaker: 0 closed, 1 half-open, 2 open.",
	}, state))
	return c
}

// Called measures a call that began at start.
func (c *Client) Called(ctx context.Context, outcome string, start time.Time) {
	if c != nil {
		observe(ctx, c.duration.WithLabelValues(outcome), time.Since(start).Seconds())
	}
}

// Retried counts a retry.
func (c *Client) Retried() {
	if c != nil {
		c.retries.Inc()
	}
}
