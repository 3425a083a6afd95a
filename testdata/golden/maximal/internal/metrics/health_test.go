package metrics_test

import (
	"context"
	"errors"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/everything/internal/health"
	"github.com/acme/everything/internal/metrics"
	"github.com/acme/everything/internal/metrics/metricstest"
)

func TestHealth(t *testing.T) {
	down := errors.New("connection refused")
	state := health.New(
		health.Check{Name: "database", Run: func(context.Context) error { return down }},
		health.Check{Name: "cache", Run: func(context.Context) error { return nil }, Optional: true},
	)
	registry := prometheus.NewRegistry()
	registry.MustRegister(metrics.NewHealth(state))
	metricstest.Has(t, registry, `dependency_up{name="database",optional="false"} 0`, `dependency_up{name="cache",optional="true"} 1`, `service_serving 0`)
	state.SetServing(true)
	down = nil
	metricstest.Has(t, registry, `dependency_up{name="database",optional="false"} 1`, `service_serving 1`)
}
