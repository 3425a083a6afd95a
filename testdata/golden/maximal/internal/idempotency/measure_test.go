package idempotency_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/everything/internal/idempotency"
	"github.com/acme/everything/internal/metrics/metricstest"
)

func TestMeasured(t *testing.T) {
	registry := prometheus.NewRegistry()
	g := newGuard().Measured(registry)
	counts := func(result, n string) string { return `idempotency_requests_total{result="` + result + `"} ` + n }
	metricstest.Has(t, registry, counts("handled", "0"), counts("replayed", "0"))

	first, other, large := order(), order(), order()
	_, _ = g.Do(t.Context(), first, http.Header{}.Set, func(context.Context) (idempotency.Answer, error) {
		_, _ = serve(t, g, first, http.StatusOK, "") //nolint:contextcheck // of another request
		return idempotency.NewAnswer(http.StatusOK, http.Header{}.Get, nil), nil
	})
	_, _ = serve(t, g, first, http.StatusOK, "")
	other.Body = nil
	_, _ = serve(t, g, other, http.StatusOK, "")
	large.Key = "large"
	for range 3 { // the second and the third have no response
		_, _ = serve(t, g, large, http.StatusOK, strings.Repeat("x", 11))
	}
	metricstest.Has(t, registry,
		counts("handled", "2"), counts("replayed", "1"), counts("in_progress", "1"), counts("mismatch", "1"), counts("lost", "2"),
	)
}
