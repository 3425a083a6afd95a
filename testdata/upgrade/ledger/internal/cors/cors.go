// Package cors decides which pages of other origins may call the API. It keeps
// the Fetch standard; whether a page may make a certain request is for the
// browser to say, which gets the lists.
package cors

import (
	"net/http"
	"strconv"
	"strings"
)

// Policy is what other origins may do. The zero Policy allows nothing.
type Policy struct {
	any         bool
	origins     map[string]bool
	credentials bool
	methods     string
	headers     string
	exposed     string
	maxAge      string
}

// New returns the policy of a valid configuration.
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

// Apply adds the headers of the answer to a request, whose own headers get
// returns. It reports whether the request was a preflight, which no handler
// knows: the answer is 204, and a browser that is allowed nothing finds no
// headers in it.
func (p Policy) Apply(method string, get func(name string) string, add func(name, value string)) (preflight bool) {
	origin := get("Origin")
	preflight = method == http.MethodOptions && origin != "" && get("Access-Control-Request-Method") != ""
	vary := "Origin"
	if preflight {
		vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
	}
	add("Vary", vary) // or a cache could show the answer for one origin to another
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

// allows reports whether pages of origin may call the API.
func (p Policy) allows(origin string) bool {
	return origin != "" && (p.any || p.origins[origin])
}

// admit adds who may read the answer.
func (p Policy) admit(origin string, add func(name, value string)) {
	if p.any {
		origin = anyOrigin
	}
	add("Access-Control-Allow-Origin", origin)
	if p.credentials {
		add("Access-Control-Allow-Credentials", "true")
	}
}
