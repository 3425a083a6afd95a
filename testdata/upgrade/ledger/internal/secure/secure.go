// Package secure knows the headers that keep browsers from doing harm with an
// answer. They follow the REST Security Cheat Sheet of OWASP.
package secure

import (
	"fmt"
	"strings"
)

const (
	// docs is below which path the documentation is served: pages with scripts
	// and styles, which the answers of an API are not.
	docs = "/swagger/"

	policy     = "default-src 'none'; frame-ancestors 'none'"
	docsPolicy = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; " +
		"img-src 'self' data:; frame-ancestors 'none'"
)

// Headers are the security headers of every answer.
type Headers struct {
	hsts string // "" where it is not sent
}

// New returns the headers for a valid configuration.
func New(cfg Config) Headers {
	if cfg.HSTSMaxAge == 0 {
		return Headers{}
	}
	return Headers{hsts: fmt.Sprintf("max-age=%d", int64(cfg.HSTSMaxAge.Seconds()))}
}

// Set sets the headers of an answer to a request for path.
func (h Headers) Set(path string, set func(name, value string)) {
	set("Cache-Control", "no-store") // answers may hold what only this client may see
	set("Content-Security-Policy", policyOf(path))
	set("Cross-Origin-Resource-Policy", "same-origin")
	set("Referrer-Policy", "no-referrer")
	set("X-Content-Type-Options", "nosniff")
	set("X-Frame-Options", "DENY") // for browsers that do not know frame-ancestors
	if h.hsts != "" {
		set("Strict-Transport-Security", h.hsts)
	}
}

// policyOf says what an answer shown as a page may load: nothing, but for the
// documentation.
func policyOf(path string) string {
	if strings.HasPrefix(path, docs) {
		return docsPolicy
	}
	return policy
}
