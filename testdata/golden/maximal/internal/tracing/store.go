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
func StoreCall(ctx context.Context, store, operation string) (inner context.Context, end func(error)) {
	inner, span := startWithin(ctx, store+"."+operation, trace.SpanKindInternal)
	return inner, func(err error) { endCall(span, err) }
}

// endCall ends the span of a call. What a client has caused, such as a row that is
// not found, is no failure of the store.
func endCall(span trace.Span, err error) {
	if err != nil && span.IsRecording() {
		if status, body := resp.Of(err); status < http.StatusInternalServerError {
			span.SetAttributes(attribute.String(storeRefusal, body.Message))
		} else {
			span.SetStatus(codes.Error, err.Error())
			span.SetAttributes(attribute.String(errorType, fmt.Sprintf("%T", err)))
		}
	}
	span.End()
}
