package metrics

import (
	"context"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/everything/internal/health"
)

// Health has the health of the service, and of all that it uses.
type Health struct {
	state       *health.State
	up, serving *prometheus.Desc
}

// NewHealth returns the health in state.
func NewHealth(state *health.State) *Health {
	return &Health{
		state: state,
		up: prometheus.NewDesc("dependency_up",
			"Whether something works that the service uses, or can do without if it is optional.", []string{"name", "optional"}, nil),
		serving: prometheus.NewDesc("service_serving", "Whether the service takes requests.", nil, nil),
	}
}

// Describe implements prometheus.Collector.
func (h *Health) Describe(descs chan<- *prometheus.Desc) {
	descs <- h.up
	descs <- h.serving
}

// Collect implements prometheus.Collector. It checks everything, which state does
// in bounded time.
func (h *Health) Collect(metrics chan<- prometheus.Metric) {
	metrics <- prometheus.MustNewConstMetric(h.serving, prometheus.GaugeValue, number(h.state.Serving()))
	for _, r := range h.state.Report(context.Background()) {
		metrics <- prometheus.MustNewConstMetric(h.up, prometheus.GaugeValue, number(r.Status == "up"), r.Name, strconv.FormatBool(r.Optional))
	}
}

// number returns 1 for true and 0 for false.
func number(of bool) float64 {
	if of {
		return 1
	}
	return 0
}
