// Package ratelimit limits the request rate of each client with token buckets.
// The buckets are in memory: each instance of the service grants the full quota.
package ratelimit

import (
	"errors"
	"slices"
	"strconv"

	"github.com/acme/tracks/internal/clientip"
)

// Limiter limits the requests of each client. The zero Limiter allows all.
type Limiter struct {
	clientip.Proxies

	rules  []rule // the first match counts
	exempt []string
	memory *memory
}

// key identifies a bucket: a client has one per rule.
type key struct{ rule, client string }

// New returns a Limiter for a Config.
func New(cfg Config) (Limiter, error) {
	rules, errRules := parseRules(cfg.Routes)
	exempt, errExempt := parsePaths(cfg.Exempt)
	proxies, errProxies := clientip.ParseProxies("RATELIMIT_TRUSTED_PROXIES", cfg.TrustedProxies)
	buckets, errClients := newMemory(cfg.Clients)
	if cfg.Default != (Quota{}) {
		rules = append(rules, newRule("", "", "default", cfg.Default))
	}
	limiter := Limiter{Proxies: proxies, rules: rules, exempt: exempt, memory: buckets}
	return limiter, errors.Join(errRules, errExempt, errProxies, errClients)
}

// Allow takes a token of the client for a request and reports whether there was
// one. The path is the decoded one. It sets the RateLimit and Retry-After headers.
func (l Limiter) Allow(client, method, path string, set func(name, value string)) bool {
	i := slices.IndexFunc(l.rules, func(one rule) bool { return one.fits(method, path) })
	if i < 0 || slices.Contains(l.exempt, path) {
		return true
	}
	fit := l.rules[i]
	allowed, left := l.memory.take(key{fit.name, client}, fit.quota)
	fit.tell(left, set)
	if !allowed {
		set("Retry-After", strconv.Itoa(fit.quota.until(1, left)))
	}
	return allowed
}
