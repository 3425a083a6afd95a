package templates

import (
	"strconv"

	"github.com/gen-go/gen/generator/layer"
)

const bodyLimit = 1 << 20

var base = layer.Layer{
	Name: "base", Dir: "base",
	Tools: []string{"github.com/swaggo/swag/cmd/swag"},
	Sections: []layer.Section{
		{Field: "Log", Package: "logger"},
		{Field: "Server", Package: "server"},
		{Field: "Router", Package: "router"},
	},
	Settings: []layer.Group{
		{Title: "General", Settings: []layer.Setting{
			{Name: "APP_ENV", Default: "dev", About: "Environment: `dev`, `test` or `production`."},
			{
				Name: "LOG_LEVEL", Default: "info", Dev: "debug", Test: "warn",
				About: "Lowest level that is logged: `debug`, `info`, `warn` or `error`.",
			},
			{Name: "LOG_FORMAT", Default: "json", Dev: "text", About: "Format of log records: `json` or `text`."},
			{
				Name: "LOG_FLUSH", Default: "100ms",
				About: "How long records below `warn` may be buffered, to be written together; a crash loses what is buffered. `0s` turns buffering off.",
			},
			{Name: "LOG_SKIP", Default: "0", About: "Share of the requests that succeed which are not logged, from 0 to 1."},
			{
				Name: "SHUTDOWN_DELAY", Default: "5s", Dev: "0s", Test: "0s",
				About: "How long shutdown waits between failing readiness and closing the listeners, for load balancers to notice.",
			},
			{
				Name: "SHUTDOWN_TIMEOUT", Default: "25s",
				About: "Time allowed for the whole shutdown, `SHUTDOWN_DELAY` included; keep it below the grace period of the platform.",
			},
		}},
		{Title: "HTTP", Settings: []layer.Setting{
			{Name: "HTTP_HOST", Test: "127.0.0.1", About: "Address the API listens on; empty for all interfaces."},
			{Name: "HTTP_PORT", Default: "8080", Test: "0", About: "Port of the API; 0 for any free port. If it is not set, `PORT` counts, which many platforms set."},
			{
				Name: "ADMIN_HOST", Default: "127.0.0.1",
				About: "Address of the admin listener, which serves probes and profiles; keep it private.",
			},
			{Name: "ADMIN_PORT", Default: "9090", Test: "0", About: "Port of the admin listener; 0 for any free port."},
			{Name: "HTTP_READ_HEADER_TIMEOUT", Default: "5s", About: "Time allowed to read the headers of a request."},
			{Name: "HTTP_READ_TIMEOUT", Default: "10s", About: "Time allowed to read a whole request."},
			{
				Name: "HTTP_REQUEST_TIMEOUT", Default: "15s",
				About: "Deadline of the handler of a request, and of every call it makes.",
			},
			{
				Name: "HTTP_WRITE_TIMEOUT", Default: "30s",
				About: "Time allowed to handle a request and write the response; longer than `HTTP_REQUEST_TIMEOUT`.",
			},
			{Name: "HTTP_IDLE_TIMEOUT", Default: "60s", About: "How long an idle connection is kept open."},
			{Name: "HTTP_MAX_HEADER_BYTES", Default: "65536", About: "Maximum size of the request line and headers, in bytes."},
			{
				Name: "API_PREFIX", Default: "/api/v1",
				About: "Prefix of the paths of the API, other than those of probes, `/version` and the documentation; `/` for none.",
			},
			{
				Name:  "HTTP_PATH_PREFIX",
				About: "Path under which a proxy publishes the service, such as `/shop`, before `API_PREFIX`. The proxy removes it from requests; the service adds it to the URLs that it sends.",
			},
			{Name: "HTTP_BODY_LIMIT", Default: strconv.Itoa(bodyLimit), About: "Maximum size of a request body, in bytes."},
			{
				Name: "HTTP_MAX_IN_FLIGHT", Default: "256",
				About: "Maximum number of requests that are handled at a time; further ones get status 503 at once. `0` for any number.",
			},
		}},
	},
	Commands: []layer.Command{
		{Name: "healthcheck", About: "check whether the service on this machine is ready"},
		{Name: "openapi", About: "print the API document as OpenAPI 3.1"},
	},
	// If an error wraps several of these, the first one determines the code.
	Codes: []layer.Code{
		{Number: 1000, Name: "Internal", About: "any other error; its text is logged, not sent"},
		{
			Number: 1001, Name: "Unavailable", Status: "http.StatusServiceUnavailable", Error: "apperr.ErrUnavailable",
			Message: "service unavailable", About: "a dependency is down",
		},
		{
			Number: 1002, Name: "Timeout", Status: "http.StatusGatewayTimeout", Error: "context.DeadlineExceeded",
			Message: "the request took too long", About: "the deadline of the request passed",
		},
		{
			Number: 1003, Name: "Canceled", Status: "statusClientClosed", Error: "context.Canceled",
			Message: "the client closed the request", About: "only seen in logs",
		},
		{
			Number: 1004, Name: "Overloaded", Status: "http.StatusServiceUnavailable", Error: "apperr.ErrOverloaded",
			Message: "too many requests at the moment", About: "HTTP_MAX_IN_FLIGHT requests are being handled; see Retry-After",
		},
		{Number: 2000, Name: "BadRequest", About: "malformed path, query or body"},
		{Number: 2001, Name: "Invalid", About: "fields that break validation rules"},
		{
			Number: 2002, Name: "RouteNotFound", Status: "http.StatusNotFound", Error: "apperr.ErrRouteNotFound",
			Message: "no such path", About: "no route has this path",
		},
		{
			Number: 2003, Name: "MethodNotAllowed", Status: "http.StatusMethodNotAllowed", Error: "apperr.ErrMethodNotAllowed",
			Message: "method not allowed", About: "the route has other methods, listed in Allow",
		},
		{
			Number: 2004, Name: "MediaType", Status: "http.StatusUnsupportedMediaType", Error: "apperr.ErrMediaType",
			Message: "unsupported media type", About: "the body is not JSON in UTF-8",
		},
		{
			Number: 2005, Name: "TooLarge", Status: "http.StatusRequestEntityTooLarge", Error: "apperr.ErrTooLarge",
			Message: "body too large", About: "the body exceeds HTTP_BODY_LIMIT",
		},
		{
			Number: 2006, Name: "SlowRequest", Status: "http.StatusRequestTimeout", Error: "apperr.ErrSlowRequest",
			Message: "request did not arrive in time", About: "the body did not arrive within HTTP_READ_TIMEOUT",
		},
		{
			Number: 3000, Name: "NotFound", Status: "http.StatusNotFound", Error: "apperr.ErrNotFound",
			Message: "not found", About: "no record has this id",
		},
		{
			Number: 3001, Name: "Conflict", Status: "http.StatusConflict", Error: "apperr.ErrConflict",
			Message: "already exists", About: "a unique value is taken",
		},
		{
			Number: 3003, Name: "InUse", Status: "http.StatusConflict", Error: "apperr.ErrInUse",
			Message: "is in use", About: "other records refer to this one",
		},
		{
			Number: 3002, Name: "Reference", Status: "http.StatusUnprocessableEntity", Error: "apperr.ErrReference",
			Message: "refers to what does not exist", About: "a record that the input refers to does not exist",
		},
	},
}
