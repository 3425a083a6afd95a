package metrics

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Requests are the metrics of the requests to the API. A nil *Requests has none.
type Requests struct {
	duration       *prometheus.HistogramVec
	received, sent *prometheus.HistogramVec
	active         prometheus.Gauge
	panics         prometheus.Counter
	refusals       map[int]prometheus.Counter // by status
}

// Request is a request that has been served.
type Request struct {
	Method   string
	Route    string // pattern of its route, if it has one
	Status   int
	Start    time.Time
	Received int64 // bytes of its body; -1 if they are not known
	Sent     int64 // bytes of the body of the response
}

// NewRequests returns metrics in registry. It also tells the deadline of requests,
// and how many are handled at a time at most, to compare the others with.
func NewRequests(registry *prometheus.Registry, deadline time.Duration, maxInFlight int) *Requests {
	sizes := prometheus.ExponentialBuckets(256, 8, 6) // bounds of buckets, up to 8 MiB
	m := &Requests{
		duration: newHistogram(registry, "http_server_request_duration_seconds",
			"Time that requests took, by class of status.", latenciesUntil(deadline), "method", "route", "status"),
		received: newHistogram(registry, "http_server_request_body_size_bytes",
			"Size of the bodies of requests that have told it.", sizes, "method", "route"),
		sent: newHistogram(registry, "http_server_response_body_size_bytes",
			"Size of the bodies of responses, as sent.", sizes, "method", "route"),
		active: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "http_server_active_requests", Help: "Requests that are being served.",
		}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "http_server_panics_total", Help: "Requests whose handler has panicked.",
		}),
		refusals: newRefusals(registry),
	}
	registry.MustRegister(m.active, m.panics,
		constant("http_server_deadline_seconds", "Deadline of a request.", deadline.Seconds()),
		constant("http_server_max_in_flight", "Maximum number of requests that are handled at a time; 0 for any number.", float64(maxInFlight)),
	)
	return m
}

// constant returns a metric with a fixed value.
func constant(name, help string, value float64) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 { return value })
}

// Begin is called when a request arrives, and End when it has been served.
func (m *Requests) Begin() {
	if m != nil {
		m.active.Inc()
	}
}

// End measures a request that has been served.
func (m *Requests) End(ctx context.Context, r Request) {
	if m == nil {
		return
	}
	m.active.Dec()
	method, route := knownMethod(r.Method), cmp.Or(r.Route, "unmatched")
	observe(ctx, m.duration.WithLabelValues(method, route, strconv.Itoa(r.Status/100)+"xx"), time.Since(r.Start).Seconds())
	if r.Received >= 0 {
		m.received.WithLabelValues(method, route).Observe(float64(r.Received))
	}
	if r.Method == http.MethodHead {
		r.Sent = 0 // whatever the handler has written
	}
	m.sent.WithLabelValues(method, route).Observe(float64(r.Sent))
	if refused, ok := m.refusals[r.Status]; ok {
		refused.Inc()
	}
}

// Panicked counts a request whose handler has panicked.
func (m *Requests) Panicked() {
	if m != nil {
		m.panics.Inc()
	}
}

// knownMethod returns a method, or _OTHER for those that clients make up.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "_OTHER"
}
