package tracing

import (
	"maps"
	"math"
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	valid := Config{Protocol: protocolHTTP, Ratio: 0.5, Service: "things"}
	for _, tc := range []struct {
		change  func(*Config)
		problem string // begins with the setting
	}{
		{func(*Config) {}, ""},
		{func(c *Config) { c.Endpoint = "http://127.0.0.1:4318" }, ""},
		{func(c *Config) { c.Endpoint = "https://collector.test/base" }, ""},
		{func(c *Config) { c.Protocol, c.Ratio = protocolGRPC, 0 }, ""},
		{func(c *Config) { c.Headers = "api-key=a%20b, x=y," }, ""},
		{func(c *Config) { c.Endpoint = "127.0.0.1:4318" }, "OTEL_EXPORTER_OTLP_ENDPOINT: "},
		{func(c *Config) { c.Endpoint = "collector:4318" }, "OTEL_EXPORTER_OTLP_ENDPOINT: "},
		{func(c *Config) { c.Endpoint = "http://" }, "OTEL_EXPORTER_OTLP_ENDPOINT: "},
		{func(c *Config) { c.Protocol = "http/json" }, "OTEL_EXPORTER_OTLP_PROTOCOL: "},
		{func(c *Config) { c.Headers = "hidden" }, "OTEL_EXPORTER_OTLP_HEADERS: "},
		{func(c *Config) { c.Headers = "a=hidden%zz" }, "OTEL_EXPORTER_OTLP_HEADERS: "},
		{func(c *Config) { c.Ratio = 1.1 }, "OTEL_TRACES_SAMPLER_ARG: "},
		{func(c *Config) { c.Ratio = math.NaN() }, "OTEL_TRACES_SAMPLER_ARG: "},
		{func(c *Config) { c.Service = "" }, "OTEL_SERVICE_NAME: "},
	} {
		cfg := valid
		tc.change(&cfg)
		err := cfg.Validate()
		if (err == nil) != (tc.problem == "") || err != nil && (!strings.HasPrefix(err.Error(), tc.problem) || strings.Contains(err.Error(), "hidden")) {
			t.Errorf("%+v: %v", cfg, err)
		}
	}
}

func TestHeaders(t *testing.T) {
	got, err := Config{Headers: "api-key=a%20b, x = y=z,"}.headers()
	if want := map[string]string{"api-key": "a b", "x": "y=z"}; err != nil || !maps.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestTracesURL(t *testing.T) {
	for endpoint, want := range map[string]string{
		"http://a:4318":       "http://a:4318/v1/traces",
		"http://a:4318/":      "http://a:4318/v1/traces",
		"https://a/collector": "https://a/collector/v1/traces",
	} {
		if got := tracesURL(endpoint); got != want {
			t.Errorf("%s: %s", endpoint, got)
		}
	}
}
