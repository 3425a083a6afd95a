package templates

import "github.com/gen-go/gen/generator/layer"

// tracingStart comes before all that is opened, since what is traced asks whether
// there is tracing. So it ends last.
var tracingStart = layer.Layer{Name: "tracing-start", Dir: "observability/tracing-start", When: []string{"tracing"}}

// observability precedes caches, so that a cache wraps the stores that are
// observed: what reaches the database is. Requests and calls are measured within
// their spans.
var observability = []layer.Layer{
	{
		Category: "observability", Name: "tracing", Dir: "observability/tracing", Summary: "OpenTelemetry traces",
		Sections: []layer.Section{{Field: "Tracing", Package: "tracing"}},
		Settings: []layer.Group{{Title: "Traces", Settings: []layer.Setting{
			{Name: "OTEL_EXPORTER_OTLP_ENDPOINT", About: "URL of the collector, such as `http://127.0.0.1:4318`. Without it there are no traces."},
			{Name: "OTEL_EXPORTER_OTLP_PROTOCOL", Default: "http/protobuf", About: "`http/protobuf` or `grpc`."},
			{Name: "OTEL_EXPORTER_OTLP_HEADERS", Secret: true, About: "Headers of the requests to the collector, `NAME=VALUE,NAME=VALUE` with encoded values."},
			{
				Name: "OTEL_TRACES_SAMPLER_ARG", Default: "0.1", Dev: "1", Test: "1",
				About: "Part of the traces that are recorded, of those that begin here: whoever calls with a trace has decided that.",
			},
			{Name: "OTEL_SERVICE_NAME", Default: "<name>", About: "Name of the service in traces."},
		}}},
	},
	{Category: "observability", Name: "metrics", Dir: "observability/metrics", Summary: "Prometheus metrics on the admin listener"},
	{Name: "metrics-store", Dir: "observability/metrics-store", When: []string{"metrics", "resources"}},
	{Name: "metrics-pools", Dir: "observability/metrics-pools", When: []string{"metrics", "!database.none"}},
	{Name: "metrics-cache", Dir: "observability/metrics-cache", When: []string{"metrics", "cache", "cached"}},
	{Name: "metrics-idempotency", Dir: "observability/metrics-idempotency", When: []string{"metrics", "idempotency"}},
	{Name: "metrics-client", Dir: "observability/metrics-client", When: []string{"metrics", "clients"}},
	{Name: "observed", Dir: "observability/observed", When: []string{"metrics,tracing", "resources"}},
}
