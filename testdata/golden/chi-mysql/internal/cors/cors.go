// Package cors implements the server side of CORS as the Fetch standard defines
// it. The browser enforces the policy it is sent.
package cors

import (
	"net/http"
	"strconv"
	"strings"
)

// Policy is what other origins may do. The zero Policy allows no origin.
type Policy struct {
	any         bool
	origins     map[string]bool
	credentials bool
	methods     string
	headers     string
	exposed     string
	maxAge      string
}

// New returns the Policy of a valid Config.
func New(cfg Config) Policy {
	p := Policy{
		origins:     make(map[string]bool),
		credentials: cfg.Credentials,
		methods:     strings.Join(list(cfg.Methods), ", "),
		headers:     strings.Join(list(cfg.Headers), ", "),
		exposed:     strings.Join(list(cfg.ExposedHeaders), ", "),
		maxAge:      strconv.Itoa(int(cfg.MaxAge.Seconds())),
	}
	for _, origin := range list(cfg.Origins) {
		p.any = p.any || origin == anyOrigin
		p.origins[origin] = true
	}
	return p
}

// Apply adds the CORS headers for a request, whose own headers get returns. It
// reports whether the request is a preflight, to be answered with 204 and no
// further handler. A preflight that is not allowed gets no CORS headers.
func (p Policy) Apply(method string, get func(name string) string, add func(name, value string)) (preflight bool) {
	origin := get("Origin")
	preflight = method == http.MethodOptions && origin != "" && get("Access-Control-Request-Method") != ""
	vary := "Origin"
	if preflight {
		vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
	}
	add("Vary", vary) // or a cache could serve the response for one origin to another
	if !p.allows(origin) {
		return preflight
	}
	p.admit(origin, add)
	if preflight {
		add("Access-Control-Allow-Methods", p.methods)
		add("Access-Control-Allow-Headers", p.headers)
		add("Access-Control-Max-Age", p.maxAge)
	} else {
		add("Access-Control-Expose-Headers", p.exposed)
	}
	return preflight
}

// allows reports whether the origin is allowed.
func (p Policy) allows(origin string) bool {
	return origin != "" && (p.any || p.origins[origin])
}

// admit adds the headers that let origin read the response.
func (p Policy) admit(origin string, add func(name, value string)) {
	if p.any {
		origin = anyOrigin
	}
	add("Access-Control-Allow-Origin", origin)
	if p.credentials {
		add("Access-Control-Allow-Credentials", "true")
	}
}
