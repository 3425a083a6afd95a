// Package secure sets the security headers that the OWASP REST Security Cheat
// Sheet recommends.
package secure

import (
	"fmt"
	"strings"
)

const (
	// docs is the path prefix of the API documentation, which needs scripts and
	// styles that API responses do not.
	docs = "/swagger/"

	policy     = "default-src 'none'; frame-ancestors 'none'"
	docsPolicy = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; " +
		"img-src 'self' data:; frame-ancestors 'none'"
)

// Headers are the security headers of a response.
type Headers struct {
	hsts string // "" if not sent
}

// New returns the Headers for a valid Config.
func New(cfg Config) Headers {
	if cfg.HSTSMaxAge == 0 {
		return Headers{}
	}
	return Headers{hsts: fmt.Sprintf("max-age=%d", int64(cfg.HSTSMaxAge.Seconds()))}
}

// Set sets the headers of the response to a request for path.
func (h Headers) Set(path string, set func(name, value string)) {
	set("Cache-Control", "no-store") // responses may be private to the client
	set("Content-Security-Policy", policyOf(path))
	set("Cross-Origin-Resource-Policy", "same-origin")
	set("Referrer-Policy", "no-referrer")
	set("X-Content-Type-Options", "nosniff")
	set("X-Frame-Options", "DENY") // for browsers without frame-ancestors
	if h.hsts != "" {
		set("Strict-Transport-Security", h.hsts)
	}
}

// policyOf returns the content security policy of a path: API responses may load
// nothing.
func policyOf(path string) string {
	if strings.HasPrefix(path, docs) {
		return docsPolicy
	}
	return policy
}
