package tracing

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// transport has a span for each request to another service, which is told of it.
type transport struct {
	http.RoundTripper
	service string
}

// Transport returns base with spans for the requests to a service.
func Transport(base http.RoundTripper, service string) http.RoundTripper {
	if !on() {
		return base
	}
	return transport{base, service}
}

// RoundTrip sends a request. Its span ends when the header of the response is there.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, span := startWithin(r.Context(), r.Method+" "+t.service, trace.SpanKindClient)
	defer span.End()
	r = r.Clone(ctx)
	propagation.TraceContext{}.Inject(ctx, propagation.HeaderCarrier(r.Header))
	if !span.IsRecording() {
		return t.RoundTripper.RoundTrip(r)
	}
	span.SetAttributes(
		attribute.String(requestMethod, r.Method),
		attribute.String(peerService, t.service),
		attribute.String(serverAddress, r.URL.Hostname()),
		attribute.String(urlPath, r.URL.Path),
	)
	if resends := resent(ctx); resends > 0 {
		span.SetAttributes(attribute.Int(resendCount, resends))
	}
	response, err := t.RoundTripper.RoundTrip(r)
	switch {
	case err != nil:
		span.SetStatus(codes.Error, err.Error())
		span.SetAttributes(attribute.String(errorType, fmt.Sprintf("%T", err)))
	case response.StatusCode >= http.StatusBadRequest:
		span.SetStatus(codes.Error, "")
		span.SetAttributes(attribute.String(errorType, strconv.Itoa(response.StatusCode)))
		fallthrough
	default:
		span.SetAttributes(attribute.Int(responseStatus, response.StatusCode))
	}
	return response, err
}

// sendsKey is where a call counts its requests.
type sendsKey struct{}

// CountSends returns the context of a call that may send its request several times,
// one after the other: their spans tell how often it was sent before.
func CountSends(ctx context.Context) context.Context {
	return context.WithValue(ctx, sendsKey{}, new(int))
}

// resent counts a request, and returns how often its call has sent it before.
func resent(ctx context.Context) int {
	sends, ok := ctx.Value(sendsKey{}).(*int)
	if !ok {
		return 0
	}
	*sends++
	return *sends - 1
}
