package metrics_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/everything/internal/metrics"
	"github.com/acme/everything/internal/metrics/metricstest"
)

// serve measures a few requests.
func serve(registry *prometheus.Registry) {
	requests := metrics.NewRequests(registry, 3*time.Second, 256)
	for _, r := range []metrics.Request{
		{Method: http.MethodGet, Route: "/books/{id}", Status: http.StatusOK, Start: time.Now(), Sent: 300},
		{Method: http.MethodPost, Route: "/books", Status: http.StatusPreconditionFailed, Start: time.Now(), Received: 12},
		{Method: http.MethodHead, Route: "/books/{id}", Status: http.StatusOK, Start: time.Now(), Sent: 300},
		{Method: "BREW", Status: http.StatusServiceUnavailable, Start: time.Now().Add(-4 * time.Second), Received: -1},
	} {
		requests.Begin()
		requests.End(context.Background(), r)
	}
	requests.Begin()
	requests.Panicked()
}

func TestRequests(t *testing.T) {
	registry := prometheus.NewRegistry()
	serve(registry)
	metricstest.Has(t, registry,
		`http_server_request_duration_seconds_count{method="GET",route="/books/{id}",status="2xx"} 1`,
		`http_server_request_duration_seconds_count{method="POST",route="/books",status="4xx"} 1`,
		`http_server_request_duration_seconds_bucket{method="_OTHER",route="unmatched",status="5xx",le="3"} 0`,
		`http_server_request_duration_seconds_bucket{method="_OTHER",route="unmatched",status="5xx",le="5"} 1`,
		`http_server_request_body_size_bytes_sum{method="POST",route="/books"} 12`,
		`http_server_response_body_size_bytes_sum{method="GET",route="/books/{id}"} 300`,
		`http_server_response_body_size_bytes_sum{method="HEAD",route="/books/{id}"} 0`,
		`http_server_refusals_total{reason="precondition"} 1`,
		`http_server_refusals_total{reason="overloaded_or_unavailable"} 1`,
		`http_server_refusals_total{reason="rate_limited"} 0`,
		`http_server_active_requests 1`,
		`http_server_panics_total 1`,
		`http_server_deadline_seconds 3`,
		`http_server_max_in_flight 256`,
	)
	unknown := func(line string) bool {
		return strings.HasPrefix(line, `http_server_request_body_size_bytes_count{method="_OTHER"`)
	}
	if slices.ContainsFunc(metricstest.Read(t, registry), unknown) {
		t.Error("a size that is not known was measured")
	}
}

// A router in a test may have no metrics.
func TestNoRequests(*testing.T) {
	var none *metrics.Requests
	none.Begin()
	none.End(context.Background(), metrics.Request{})
	none.Panicked()
}
