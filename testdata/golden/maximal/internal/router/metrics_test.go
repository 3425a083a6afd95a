package router_test

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/everything/internal/metrics"
	"github.com/acme/everything/internal/metrics/metricstest"
	"github.com/acme/everything/internal/router"
)

// TestSeriesAreBounded sends requests with methods, paths and hosts that nobody
// has heard of, which must not make a time series for each.
func TestSeriesAreBounded(t *testing.T) {
	registry := prometheus.NewRegistry()
	h := router.New(router.Config{RequestTimeout: time.Minute, BodyLimit: 1 << 20}, router.Deps{
		Log: slog.New(slog.DiscardHandler), Health: serving(), Meter: metrics.NewRequests(registry, time.Minute, 0),
	})
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // not a secret
	request := func() {
		method := fmt.Sprintf("M%X", random.Uint64())
		serve(t, h, method, fmt.Sprintf("http://host%d.example/%x/%x", random.Uint64(), random.Uint64(), random.Uint64()))
	}
	serve(t, h, http.MethodGet, "/healthz")
	request()
	before := len(metricstest.Read(t, registry))
	const requests = 10000
	for range requests - 1 {
		request()
	}
	if after := len(metricstest.Read(t, registry)); after != before {
		t.Errorf("%d time series have become %d", before, after)
	}
	metricstest.Has(t, registry,
		`http_server_request_duration_seconds_count{method="GET",route="/healthz",status="2xx"} 1`,
		fmt.Sprintf(`http_server_request_duration_seconds_count{method="_OTHER",route="unmatched",status="4xx"} %d`, requests),
		`http_server_active_requests 0`)
}
