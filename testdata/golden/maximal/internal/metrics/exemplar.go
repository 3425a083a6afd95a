package metrics

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"
)

// observe adds a value to a metric.
func observe(_ context.Context, metric prometheus.Observer, value float64) {
	metric.Observe(value)
}
