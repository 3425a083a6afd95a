package middleware_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/everything/internal/metrics"
	"github.com/acme/everything/internal/metrics/metricstest"
	"github.com/acme/everything/internal/middleware"
)

func TestMeasure(t *testing.T) {
	registry := prometheus.NewRegistry()
	measure := middleware.Measure(metrics.NewRequests(registry, time.Minute, 0))
	around(t, measure, request(t, "12345"), func(string, func(name, value string)) (status int, answer string) {
		metricstest.Has(t, registry, `http_server_active_requests 1`)
		return http.StatusTooManyRequests, "123"
	})
	metricstest.Has(t, registry, `http_server_active_requests 0`, `http_server_refusals_total{reason="rate_limited"} 1`)
	for name, want := range map[string]string{
		"http_server_request_duration_seconds_count{": `status="4xx"} 1`,
		"http_server_request_body_size_bytes_sum{":    "} 5",
		"http_server_response_body_size_bytes_sum{":   "} 3",
	} {
		found := false
		for _, line := range metricstest.Read(t, registry) {
			found = found || strings.HasPrefix(line, name+`method="POST"`) && strings.HasSuffix(line, want)
		}
		if !found {
			t.Errorf("%s…%s is missing", name, want)
		}
	}
}

func TestCountPanics(t *testing.T) {
	registry := prometheus.NewRegistry()
	wrap := middleware.CountPanics(metrics.NewRequests(registry, time.Minute, 0))
	around(t, wrap, request(t, ""), done)
	metricstest.Has(t, registry, `http_server_panics_total 0`)
	rec := around(t, wrap, request(t, ""), func(string, func(name, value string)) (int, string) { panic("no more") })
	if rec.Code != http.StatusInternalServerError {
		t.Errorf("answered %d", rec.Code)
	}
	metricstest.Has(t, registry, `http_server_panics_total 1`)
}
