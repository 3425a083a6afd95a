package tracing

import (
	"context"
	"net"
	"net/http"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/acme/everything/internal/requestid"
)

// Request is what is told of a request. The query is not: it may hold secrets.
type Request struct {
	Method, Path, Host, Remote, UserAgent string
	// Parent and State are the headers traceparent and tracestate.
	Parent, State string
}

// Server is the span of a request to this service.
type Server struct {
	span trace.Span
	name string // without the route
}

// Server begins the span of a request whose context has its IDs. If another
// service has begun the trace, its span is the parent.
func (t *Tracing) Server(ctx context.Context, r Request) (context.Context, *Server) {
	if t == nil || t.tracer == nil {
		return ctx, nil
	}
	method, name := knownMethod(r.Method)
	ctx, span := t.tracer.Start(withParent(ctx, r), name, trace.WithSpanKind(trace.SpanKindServer))
	if span.IsRecording() {
		span.SetAttributes(
			attribute.String(requestMethod, method),
			attribute.String(urlScheme, "http"), // TLS ends before this service
			attribute.String(urlPath, r.Path),
			attribute.String(serverAddress, hostOf(r.Host)),
			attribute.String(clientAddress, hostOf(r.Remote)),
			attribute.String(userAgent, r.UserAgent),
		)
		if method != r.Method {
			span.SetAttributes(attribute.String(originalMethod, r.Method))
		}
	}
	return ctx, &Server{span: span, name: name}
}

// End ends the span with the route of the request, "" if it has none.
func (s *Server) End(route string, status int) {
	if s == nil {
		return
	}
	if s.span.IsRecording() {
		s.span.SetAttributes(attribute.Int(responseStatus, status))
		if route != "" {
			s.span.SetName(s.name + " " + route)
			s.span.SetAttributes(attribute.String(httpRoute, route))
		}
		if status >= http.StatusInternalServerError {
			s.span.SetStatus(codes.Error, "")
			s.span.SetAttributes(attribute.String(errorType, strconv.Itoa(status)))
		}
	}
	s.span.End()
}

// withParent adds the caller's span to ctx, if the IDs in ctx are of its trace.
func withParent(ctx context.Context, r Request) context.Context {
	caller := propagation.TraceContext{}.Extract(ctx, carrier{r})
	of, _ := requestid.FromContext(ctx)
	if trace.SpanContextFromContext(caller).TraceID().String() != of.Trace {
		return ctx
	}
	return caller
}

// carrier are the headers of a request as OpenTelemetry reads them.
type carrier struct{ Request }

func (c carrier) Get(key string) string {
	switch key {
	case "traceparent":
		return c.Parent
	case "tracestate":
		return c.State
	}
	return ""
}

func (carrier) Set(string, string) {}

func (carrier) Keys() []string { return nil }

// knownMethod returns a method and its name in spans, or what stands for those that
// clients make up.
func knownMethod(method string) (known, name string) {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
		http.MethodDelete, http.MethodConnect, http.MethodOptions, http.MethodTrace:
		return method, method
	}
	return "_OTHER", "HTTP"
}

// hostOf returns an address without its port.
func hostOf(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return host
}
