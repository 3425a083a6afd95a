package metrics_test

import (
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/acme/everything/internal/health"
	"github.com/acme/everything/internal/metrics"
)

// TestNames checks the names and the help of all metrics.
func TestNames(t *testing.T) {
	registry := metrics.NewRegistry()
	serve(registry)
	registry.MustRegister(metrics.NewHealth(health.New()))
	problems, err := testutil.GatherAndLint(registry)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}
