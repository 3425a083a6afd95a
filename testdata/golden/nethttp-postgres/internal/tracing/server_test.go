package tracing

import (
	"maps"
	"net/http"
	"testing"

	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

func TestServer(t *testing.T) {
	traces, spans := record(t)
	ctx, span := traces.Server(identified(t), Request{
		Method: http.MethodGet, Path: "/things/1", Host: "api.test:8080", Remote: "192.0.2.1:1234", UserAgent: "curl",
		Parent: "00-" + traceID + "-" + callers + "-01", State: "vendor=1",
	})
	if !trace.SpanContextFromContext(ctx).IsSampled() {
		t.Error("the context has no span")
	}
	span.End("/things/{id}", http.StatusServiceUnavailable)

	got := spans.GetSpans()[0]
	if got.Name != "GET /things/{id}" || got.SpanKind != trace.SpanKindServer || got.Status.Code != codes.Error {
		t.Errorf("got %q, %v, %v", got.Name, got.SpanKind, got.Status)
	}
	of := got.SpanContext
	if of.TraceID().String() != traceID || got.Parent.SpanID().String() != callers || of.TraceState().String() != "vendor=1" {
		t.Errorf("got %v, parent %v", of, got.Parent)
	}
	want := map[string]string{
		"http.request.method": "GET", "http.route": "/things/{id}", "http.response.status_code": "503", "error.type": "503",
		"url.scheme": "http", "url.path": "/things/1",
		"server.address": "api.test", "client.address": "192.0.2.1", "user_agent.original": "curl",
	}
	if attrs := attributes(got); !maps.Equal(attrs, want) {
		t.Errorf("got  %v\nwant %v", attrs, want)
	}
}

// TestServerBeginsTrace has requests without the span of a caller.
func TestServerBeginsTrace(t *testing.T) {
	for _, parent := range []string{
		"",
		"00-" + traceID + "-0000000000000000-01",
		"00-11111111111111111111111111111111-" + callers + "-01", // of another trace than the log says
	} {
		traces, spans := record(t)
		_, span := traces.Server(identified(t), Request{Method: "BREW", Parent: parent})
		span.End("", http.StatusNotFound)
		got := spans.GetSpans()[0]
		if got.SpanContext.TraceID().String() != traceID || got.Parent.IsValid() {
			t.Errorf("%q: %v, parent %v", parent, got.SpanContext, got.Parent)
		}
		attrs := attributes(got)
		if got.Name != "HTTP" || attrs["http.request.method"] != "_OTHER" || attrs["http.request.method_original"] != "BREW" {
			t.Errorf("%q, %v", got.Name, attrs)
		}
		if got.Status.Code != codes.Unset {
			t.Errorf("%v for what is no error of the service", got.Status)
		}
	}
}

// TestCallerDecides leaves it to the caller whether a trace is recorded.
func TestCallerDecides(t *testing.T) {
	traces, spans := record(t)
	ctx, span := traces.Server(identified(t), Request{Parent: "00-" + traceID + "-" + callers + "-00"})
	span.End("/", http.StatusOK)
	if len(spans.GetSpans()) > 0 || !trace.SpanContextFromContext(ctx).IsValid() {
		t.Errorf("recorded %v", spans.GetSpans())
	}
}

// TestOff has no collector.
func TestOff(t *testing.T) {
	for _, traces := range []*Tracing{nil, new(Tracing)} {
		ctx, span := traces.Server(identified(t), Request{})
		span.End("/", http.StatusOK)
		if trace.SpanContextFromContext(ctx).IsValid() {
			t.Error("there is a span")
		}
	}
}
