package metrics_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/metrics"
	"github.com/acme/everything/internal/metrics/metricstest"
)

func TestStoreCalls(t *testing.T) {
	registry := prometheus.NewRegistry()
	call := metrics.StoreCalls(registry)
	for _, tc := range []struct {
		outcome string
		err     error
	}{
		{"ok", nil},
		{"not_found", apperr.ErrNotFound},
		{"conflict", &apperr.Violation{Err: apperr.ErrInUse}},
		{"invalid", &apperr.Invalid{}},
		{"precondition", apperr.ErrPreconditionFailed},
		{"timeout", fmt.Errorf("%w: %w", apperr.ErrUnavailable, context.DeadlineExceeded)},
		{"canceled", context.Canceled},
		{"unavailable", apperr.ErrUnavailable},
		{"error", errors.New("syntax error")},
	} {
		_, end := call(t.Context(), "book", "get")
		if tc.err != nil {
			tc.err = fmt.Errorf("get book: %w", tc.err)
		}
		end(1, tc.err)
		metricstest.Has(t, registry, fmt.Sprintf(`store_call_duration_seconds_count{operation="get",outcome=%q,store="book"} 1`, tc.outcome))
	}
}
