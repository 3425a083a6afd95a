// Package metricstest reads metrics in tests.
package metricstest

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/everything/internal/metrics"
)

// Read returns the time series in registry with their values, as Prometheus gets
// them.
func Read(t *testing.T, registry *prometheus.Registry) []string {
	t.Helper()
	rec := httptest.NewRecorder()
	metrics.Handler(registry).ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", http.NoBody))
	if rec.Code != http.StatusOK {
		t.Fatalf("GET /metrics: %d %s", rec.Code, rec.Body)
	}
	lines := strings.Split(strings.TrimSpace(rec.Body.String()), "\n")
	return slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "#") })
}

// Has checks that registry has time series with these values.
func Has(t *testing.T, registry *prometheus.Registry, want ...string) {
	t.Helper()
	got := Read(t, registry)
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("the metrics do not have %s:\n%s", line, strings.Join(got, "\n"))
		}
	}
}
