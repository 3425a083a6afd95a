package tracing

import (
	"context"
	"log/slog"
	"testing"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/acme/shop/internal/requestid"
)

const (
	traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
	callers = "00f067aa0ba902b7" // span of the caller
)

// record returns tracing that records all traces, and what it has recorded.
func record(t *testing.T) (*Tracing, *tracetest.InMemoryExporter) {
	t.Helper()
	spans := tracetest.NewInMemoryExporter()
	traces, err := New(t.Context(), Config{Ratio: 1, Service: "test"}, "test", slog.New(slog.DiscardHandler), sdktrace.WithSyncer(spans))
	if err != nil {
		t.Fatal(err)
	}
	return traces, spans
}

// makeGlobal makes traces the tracing of the process until the test ends.
func makeGlobal(t *testing.T, traces *Tracing) {
	t.Helper()
	was := otel.GetTracerProvider()
	otel.SetTracerProvider(traces.provider)
	t.Cleanup(func() { otel.SetTracerProvider(was) })
}

// within calls do within the span of a request, and with a context that belongs to
// no trace. It returns the spans that do has made. Meanwhile the tracing of the
// process is that of the request.
func within(t *testing.T, do func(ctx, background context.Context)) tracetest.SpanStubs {
	t.Helper()
	traces, spans := record(t)
	makeGlobal(t, traces)
	ctx, request := traces.Server(identified(t), Request{Method: "GET"})
	do(ctx, t.Context())
	made := spans.GetSpans()
	request.End("", 200)
	for i := range made {
		span := &made[i]
		if span.SpanContext.TraceID().String() != traceID || span.Parent.SpanID() != spans.GetSpans()[len(made)].SpanContext.SpanID() {
			t.Errorf("%s is not within the span of the request", span.Name)
		}
	}
	return made
}

// identified returns the context of a request with IDs.
func identified(t *testing.T) context.Context {
	t.Helper()
	return requestid.NewContext(t.Context(), requestid.IDs{Request: "r", Trace: traceID})
}

// attributes returns those of a span, by name.
func attributes(of tracetest.SpanStub) map[string]string {
	return named(of.Attributes)
}

func named(list []attribute.KeyValue) map[string]string {
	values := make(map[string]string)
	for _, a := range list {
		values[string(a.Key)] = a.Value.String()
	}
	return values
}
