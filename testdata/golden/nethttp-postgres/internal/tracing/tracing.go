// Package tracing records what requests do as spans of OpenTelemetry, and sends
// them to a collector.
//
// A trace has the trace ID of package requestid, which stands in each record of
// the log. Nobody waits for the collector: spans pass through a bounded queue, and
// are dropped while it is full.
package tracing

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// flushTimeout bounds how long the program waits for the collector when it ends.
const flushTimeout = 3 * time.Second

// maxValue is how many characters of an attribute are kept: what waits for the
// collector must not fill the memory.
const maxValue = 4096

// Tracing makes the spans of requests. Without a collector, and if it is nil, it
// makes none.
type Tracing struct {
	log      *slog.Logger
	provider *sdktrace.TracerProvider // nil without a collector
	tracer   trace.Tracer
}

// Start returns the tracing of the process, which the caller closes. What
// OpenTelemetry has of the whole process is set, since libraries use it.
func Start(ctx context.Context, cfg Config, env string, log *slog.Logger) (*Tracing, error) {
	if cfg.Endpoint == "" {
		return &Tracing{log: log}, nil
	}
	exporter, err := newExporter(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("tracing: %w", err)
	}
	t, err := New(ctx, cfg, env, log, sdktrace.WithBatcher(exporter))
	if err != nil {
		return nil, fmt.Errorf("tracing: %w", err)
	}
	otel.SetTracerProvider(t.provider)
	otel.SetTextMapPropagator(propagation.TraceContext{})
	otel.SetErrorHandler(newReporter(log))
	return t, nil
}

// New returns tracing whose spans go where opts say.
func New(ctx context.Context, cfg Config, env string, log *slog.Logger, opts ...sdktrace.TracerProviderOption) (*Tracing, error) {
	of, err := newResource(ctx, cfg, env)
	if err != nil {
		return nil, err
	}
	limits := sdktrace.NewSpanLimits()
	limits.AttributeValueLengthLimit = maxValue
	provider := sdktrace.NewTracerProvider(append([]sdktrace.TracerProviderOption{
		sdktrace.WithIDGenerator(ids{}),
		sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.TraceIDRatioBased(cfg.Ratio))),
		sdktrace.WithRawSpanLimits(limits),
		sdktrace.WithResource(of),
	}, opts...)...)
	return &Tracing{log: log, provider: provider, tracer: provider.Tracer(scope)}, nil
}

// on reports whether Start was called with a collector.
func on() bool {
	_, ok := otel.GetTracerProvider().(*sdktrace.TracerProvider)
	return ok
}

// newExporter returns what sends spans. It does not connect yet.
func newExporter(ctx context.Context, cfg Config) (*otlptrace.Exporter, error) {
	headers, err := cfg.headers()
	if err != nil {
		return nil, err
	}
	if cfg.Protocol == protocolGRPC {
		return otlptracegrpc.New(ctx, otlptracegrpc.WithEndpointURL(cfg.Endpoint), otlptracegrpc.WithHeaders(headers))
	}
	return otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(tracesURL(cfg.Endpoint)), otlptracehttp.WithHeaders(headers))
}

// newResource returns what all spans of the process have in common. What
// OTEL_RESOURCE_ATTRIBUTES says of the version and the environment is better known.
func newResource(ctx context.Context, cfg Config, env string) (*resource.Resource, error) {
	version := "unknown"
	if build, ok := debug.ReadBuildInfo(); ok {
		version = build.Main.Version
	}
	return resource.New(ctx,
		resource.WithTelemetrySDK(),
		resource.WithHost(),
		resource.WithAttributes(attribute.String(serviceVersion, version), attribute.String(environment, env)),
		resource.WithFromEnv(),
		resource.WithAttributes(attribute.String(serviceName, cfg.Service)),
	)
}

// tracesURL returns where spans are sent over HTTP, below the URL of the collector.
func tracesURL(endpoint string) string { return strings.TrimSuffix(endpoint, "/") + "/v1/traces" }

// Close sends the spans that are still there, for a short time. What is lost
// then is no reason to fail.
func (t *Tracing) Close() error {
	if t.provider == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), flushTimeout)
	defer cancel()
	if err := t.provider.Shutdown(ctx); err != nil {
		t.log.WarnContext(ctx, "traces are lost", slog.Any("error", err))
	}
	return nil
}
