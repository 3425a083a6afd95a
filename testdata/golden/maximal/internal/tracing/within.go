package tracing

import (
	"context"

	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

// startWithin begins a span within the one in ctx. There is none if that one is
// not recorded, so that tasks in the background begin no traces.
func startWithin(ctx context.Context, name string, kind trace.SpanKind) (context.Context, trace.Span) {
	outer := trace.SpanFromContext(ctx)
	if !outer.IsRecording() {
		return ctx, noop.Span{}
	}
	return outer.TracerProvider().Tracer(scope).Start(ctx, name, trace.WithSpanKind(kind))
}
