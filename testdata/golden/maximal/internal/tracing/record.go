package tracing

import (
	"context"
	"fmt"
	"log/slog"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// Record adds an error that is logged to the span in ctx, if there is one.
func Record(ctx context.Context, r slog.Record) {
	span := trace.SpanFromContext(ctx)
	if !span.IsRecording() {
		return
	}
	text := r.Message
	var attrs []attribute.KeyValue
	r.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "error":
			text += ": " + a.Value.String()
			attrs = append(attrs, attribute.String(exceptionType, fmt.Sprintf("%T", a.Value.Any())))
		case "stack":
			attrs = append(attrs, attribute.String(exceptionStack, a.Value.String()))
		}
		return true
	})
	attrs = append(attrs, attribute.String(exceptionText, text))
	span.AddEvent(exceptionEvent, trace.WithAttributes(attrs...))
	span.SetStatus(codes.Error, text)
}
