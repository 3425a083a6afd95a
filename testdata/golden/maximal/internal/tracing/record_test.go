package tracing

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"go.opentelemetry.io/otel/codes"
)

func TestRecord(t *testing.T) {
	traces, spans := record(t)
	ctx, span := traces.Server(identified(t), Request{})
	r := slog.NewRecord(time.Now(), slog.LevelError, "request failed", 0)
	r.AddAttrs(slog.Any("error", errors.New("disk full")), slog.String("stack", "main.go:1"), slog.Int("n", 1))
	Record(ctx, r)
	Record(context.Background(), r) // belongs to no trace
	span.End("/", 500)

	got := spans.GetSpans()[0]
	if len(got.Events) != 1 || got.Status.Code != codes.Error {
		t.Fatalf("%v, events %v", got.Status, got.Events)
	}
	attrs := named(got.Events[0].Attributes)
	if attrs["exception.message"] != "request failed: disk full" || attrs["exception.type"] != "*errors.errorString" || attrs["exception.stacktrace"] != "main.go:1" {
		t.Errorf("got %v", attrs)
	}
}
