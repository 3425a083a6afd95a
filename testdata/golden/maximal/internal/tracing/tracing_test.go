package tracing

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// hole is a collector that takes nothing.
type hole struct{}

func (hole) ExportSpans(ctx context.Context, _ []sdktrace.ReadOnlySpan) error {
	<-ctx.Done()
	return ctx.Err()
}

func (hole) Shutdown(context.Context) error { return nil }

// TestCollectorHangs makes more spans than can be kept, and closes, which takes a
// short time and no longer.
func TestCollectorHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		traces, err := New(t.Context(), Config{Ratio: 1}, "test", slog.New(slog.NewTextHandler(&log, nil)), sdktrace.WithBatcher(hole{}))
		if err != nil {
			t.Fatal(err)
		}
		for range 10 * sdktrace.DefaultMaxQueueSize { // each of them returns
			_, span := traces.Server(t.Context(), Request{})
			span.End("/", 200)
		}
		if err := traces.Close(); err != nil || strings.Count(log.String(), "\n") != 1 || !strings.Contains(log.String(), "traces are lost") {
			t.Errorf("%v, logged %s", err, &log)
		}
		time.Sleep(time.Hour) // until the last export has given up
	})
}

// TestValuesAreCut keeps what waits for the collector small.
func TestValuesAreCut(t *testing.T) {
	traces, spans := record(t)
	_, span := traces.Server(t.Context(), Request{Path: strings.Repeat("x", 1<<20)})
	span.End("/", 200)
	if n := len(attributes(spans.GetSpans()[0])["url.path"]); n > 1<<13 {
		t.Errorf("a value has %d bytes", n)
	}
}

func TestResource(t *testing.T) {
	t.Setenv("OTEL_RESOURCE_ATTRIBUTES", "service.version=7,service.name=other,team=a")
	traces, spans := record(t)
	_, span := traces.Server(t.Context(), Request{})
	span.End("/", 200)
	got := named(spans.GetSpans()[0].Resource.Attributes())
	for name, want := range map[string]string{"service.name": "test", "service.version": "7", "deployment.environment.name": "test", "team": "a"} {
		if got[name] != want {
			t.Errorf("%s: %q", name, got[name])
		}
	}
}
