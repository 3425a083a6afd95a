package router_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/acme/shop/internal/logger"
	"github.com/acme/shop/internal/router"
	"github.com/acme/shop/internal/tracing"
)

// TestTrace has the log, the span and its caller agree.
func TestTrace(t *testing.T) {
	const trace, caller = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
	for path, want := range map[string]string{"/healthz": "GET /healthz", "/nothing": "GET"} {
		spans := tracetest.NewInMemoryExporter()
		traces, err := tracing.New(t.Context(), tracing.Config{Ratio: 1}, "test", slog.New(slog.DiscardHandler), sdktrace.WithSyncer(spans))
		if err != nil {
			t.Fatal(err)
		}
		var log strings.Builder
		h := router.New(router.Config{RequestTimeout: time.Second, BodyLimit: 1 << 20}, router.Deps{
			Log: logger.New(logger.Config{Format: "json"}, &log), Health: serving(), Tracing: traces,
		})
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path+"?secret=x", http.NoBody)
		r.Header.Set("Traceparent", "00-"+trace+"-"+caller+"-01")
		h.ServeHTTP(httptest.NewRecorder(), r)

		made := spans.GetSpans()
		if len(made) != 1 || made[0].Name != want || made[0].SpanContext.TraceID().String() != trace || made[0].Parent.SpanID().String() != caller {
			t.Fatalf("%s: got %+v", path, made)
		}
		for _, a := range made[0].Attributes {
			if strings.Contains(a.Value.String(), "secret") {
				t.Errorf("%s: %s has the query", path, a.Key)
			}
		}
		if id := `"trace_id":"` + trace + `","span_id":"` + made[0].SpanContext.SpanID().String() + `"`; !strings.Contains(log.String(), id) {
			t.Errorf("%s: %s is not in the log: %s", path, id, log.String())
		}
	}
}
