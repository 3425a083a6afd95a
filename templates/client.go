package templates

import "github.com/gen-go/gen/generator/layer"

var client = layer.Layer{
	Name: "client", Dir: "client", When: []string{"clients"},
	Sections: []layer.Section{{Field: layer.ClientField + "Client", Package: "client/" + layer.ClientPackage}},
	Settings: []layer.Group{{Title: "Client " + layer.ClientWord, Settings: []layer.Setting{
		{
			Name: layer.ClientVariable + "_URL", Required: true, Dev: "http://127.0.0.1:8081",
			About: "URL of the service, which begins those of all calls.",
		},
		{Name: layer.ClientVariable + "_TOKEN", Secret: true, About: "Bearer token that is sent with each call, if any."},
		{
			Name: layer.ClientVariable + "_TIMEOUT", Default: "5s",
			About: "Time allowed for a call with its retries; shorter than `HTTP_REQUEST_TIMEOUT`.",
		},
		{Name: layer.ClientVariable + "_TRY_TIMEOUT", Default: "2s", About: "Time allowed for each try."},
		{
			Name: layer.ClientVariable + "_MAX_IN_FLIGHT", Default: "64",
			About: "Maximum number of calls at a time; further ones fail at once.",
		},
		{Name: layer.ClientVariable + "_RESPONSE_LIMIT", Default: "1048576", About: "Maximum size of the body of a response, in bytes."},
	}}},
	Codes: []layer.Code{
		{
			Number: 1200, Name: "Upstream", Status: "http.StatusBadGateway", Error: "apperr.ErrUpstream",
			Message: "a service that this one needs has failed", About: "its response is an error, or of no use",
		},
		{
			Number: 1201, Name: "UpstreamDown", Status: "http.StatusServiceUnavailable", Error: "apperr.ErrUpstreamDown",
			Message: "a service that this one needs is unavailable", About: "it says so, its circuit breaker is open, or too many calls are in flight",
		},
		{
			Number: 1202, Name: "UpstreamTimeout", Status: "http.StatusGatewayTimeout", Error: "apperr.ErrUpstreamTimeout",
			Message: "a service that this one needs took too long", About: "the deadline of a call passed",
		},
	},
}
