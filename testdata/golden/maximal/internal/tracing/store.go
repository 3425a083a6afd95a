package tracing

import (
	"context"
	"fmt"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/acme/everything/internal/resp"
)

// StoreCall makes a span of a call of a store. See package observed.
func StoreCall(ctx context.Context, store, operation string) (inner context.Context, end func(rows int, err error)) {
	inner, span := startWithin(ctx, store+"."+operation, trace.SpanKindInternal)
	return inner, func(rows int, err error) { endCall(span, rows, err) }
}

// endCall ends the span of a call. What a client has caused, such as a row that is
// not found, is no failure of the store.
func endCall(span trace.Span, rows int, err error) {
	defer span.End()
	if !span.IsRecording() {
		return
	}
	if err == nil {
		span.SetAttributes(attribute.Int(storeRows, rows))
		return
	}
	if status, body := resp.Of(err); status < http.StatusInternalServerError {
		span.SetAttributes(attribute.String(storeRefusal, body.Message))
		return
	}
	span.SetStatus(codes.Error, err.Error())
	span.SetAttributes(attribute.String(errorType, fmt.Sprintf("%T", err)))
}
