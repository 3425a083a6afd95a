package outbound

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/everything/internal/metrics/metricstest"
)

// TestMeasure makes calls that end in all ways, the last of them by the breaker.
func TestMeasure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := faked(t, always(http.StatusNoContent))
		registry := prometheus.NewRegistry()
		c.Measure(registry)
		made := func() { _ = get(t.Context(), c) }
		made()
		s.answer = always(http.StatusNotFound)
		made()
		gone, leave := context.WithCancel(t.Context())
		leave()
		s.answer = blackHole
		_ = get(gone, c)
		metricstest.Has(t, registry, `http_client_breaker_state{client="parcels"} 0`, `http_client_retries_total{client="parcels"} 0`)
		made()
		s.answer = always(http.StatusServiceUnavailable)
		_ = c.Do(t.Context(), Call{Method: http.MethodPost, Key: "key"}, nil) // three tries
		_ = c.Do(t.Context(), Call{Method: http.MethodPost}, nil)             // one
		metricstest.Has(t, registry, `http_client_request_duration_seconds_count{client="parcels",outcome="unavailable"} 2`)
		s.answer = always(http.StatusInternalServerError)
		for range minCalls {
			made()
		}
		metricstest.Has(t, registry,
			`http_client_request_duration_seconds_count{client="parcels",outcome="ok"} 1`,
			`http_client_request_duration_seconds_count{client="parcels",outcome="refused"} 1`,
			`http_client_request_duration_seconds_count{client="parcels",outcome="canceled"} 1`,
			`http_client_request_duration_seconds_count{client="parcels",outcome="timeout"} 1`,
			`http_client_breaker_state{client="parcels"} 2`,
		)
	})
}
