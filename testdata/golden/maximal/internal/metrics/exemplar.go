package metrics

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"
)

// observe adds a value to a metric, with the ID of the trace that it is of, if that
// is recorded: who sees the value can then look at the trace.
func observe(ctx context.Context, metric prometheus.Observer, value float64) {
	span := trace.SpanContextFromContext(ctx)
	exemplars, ok := metric.(prometheus.ExemplarObserver)
	if !ok || !span.IsSampled() {
		metric.Observe(value)
		return
	}
	exemplars.ObserveWithExemplar(value, prometheus.Labels{"trace_id": span.TraceID().String()})
}
