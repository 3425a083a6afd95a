package tracing

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/acme/shop/internal/secret"
)

// Config is read from the environment, by the names that OpenTelemetry has given
// its settings. Those that are not here, such as OTEL_BSP_MAX_QUEUE_SIZE and
// OTEL_RESOURCE_ATTRIBUTES, its library reads by itself.
type Config struct {
	// Endpoint is the URL of the collector. There are no traces without it.
	Endpoint string `env:"OTEL_EXPORTER_OTLP_ENDPOINT"`
	// Protocol is http/protobuf or grpc.
	Protocol string `env:"OTEL_EXPORTER_OTLP_PROTOCOL" envDefault:"http/protobuf"`
	// Headers are sent with the spans: NAME=VALUE,NAME=VALUE with encoded values.
	Headers secret.Text `env:"OTEL_EXPORTER_OTLP_HEADERS"`
	// Ratio is the part of the traces that are recorded, of those that begin here.
	// Whoever begins a trace decides for all services that have a part in it.
	Ratio float64 `env:"OTEL_TRACES_SAMPLER_ARG" envDefault:"0.1"`
	// Service is the name of the service in traces.
	Service string `env:"OTEL_SERVICE_NAME" envDefault:"shop"`
}

// Values of Protocol.
const (
	protocolHTTP = "http/protobuf"
	protocolGRPC = "grpc"
)

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if at, err := url.Parse(c.Endpoint); c.Endpoint != "" && (err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Host == "") {
		problems = append(problems, fmt.Errorf("OTEL_EXPORTER_OTLP_ENDPOINT: %q is no URL such as http://127.0.0.1:4318", c.Endpoint))
	}
	if c.Protocol != protocolHTTP && c.Protocol != protocolGRPC {
		problems = append(problems, fmt.Errorf("OTEL_EXPORTER_OTLP_PROTOCOL: %q is neither %s nor %s", c.Protocol, protocolHTTP, protocolGRPC))
	}
	if _, err := c.headers(); err != nil {
		problems = append(problems, fmt.Errorf("OTEL_EXPORTER_OTLP_HEADERS: %w", err))
	}
	if !(c.Ratio >= 0 && c.Ratio <= 1) { // not NaN either
		problems = append(problems, errors.New("OTEL_TRACES_SAMPLER_ARG: must be between 0 and 1"))
	}
	if c.Service == "" {
		problems = append(problems, errors.New("OTEL_SERVICE_NAME: must be set"))
	}
	return errors.Join(problems...)
}

// headers returns Headers by name. Its errors do not show what they hold.
func (c Config) headers() (map[string]string, error) {
	headers := make(map[string]string)
	for pair := range strings.SplitSeq(string(c.Headers), ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		name, encoded, ok := strings.Cut(pair, "=")
		value, err := url.PathUnescape(strings.TrimSpace(encoded))
		if name = strings.TrimSpace(name); !ok || name == "" || err != nil {
			return nil, errors.New("must be of the form NAME=VALUE,NAME=VALUE, with encoded values")
		}
		headers[name] = value
	}
	return headers, nil
}
