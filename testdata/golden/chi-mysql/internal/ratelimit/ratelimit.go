// Package ratelimit limits the request rate of each client with token buckets.
// The buckets are in memory: each instance of the service grants the full quota.
package ratelimit

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// Limiter limits the requests of each client. The zero Limiter allows all.
type Limiter struct {
	rules   []rule // the first match counts
	exempt  []string
	proxies []netip.Prefix
	buckets *lru.Cache[key, *rate.Limiter]
}

// key identifies a bucket: a client has one per rule.
type key struct{ rule, client string }

// New returns a Limiter for a Config.
func New(cfg Config) (Limiter, error) {
	rules, errRules := parseRules(cfg.Routes)
	exempt, errExempt := parsePaths(cfg.Exempt)
	proxies, errProxies := parseNetworks(cfg.TrustedProxies)
	buckets, errClients := lru.New[key, *rate.Limiter](cfg.Clients)
	if errClients != nil {
		errClients = fmt.Errorf("RATELIMIT_CLIENTS: %w", errClients)
	}
	if cfg.Default != (Quota{}) {
		rules = append(rules, newRule("", "", "default", cfg.Default))
	}
	limiter := Limiter{rules: rules, exempt: exempt, proxies: proxies, buckets: buckets}
	return limiter, errors.Join(errRules, errExempt, errProxies, errClients)
}

// Allow takes a token of the client for a request and reports whether there was
// one. The path is the decoded one. It sets the RateLimit and Retry-After headers.
func (l Limiter) Allow(client, method, path string, set func(name, value string)) bool {
	i := slices.IndexFunc(l.rules, func(one rule) bool { return one.fits(method, path) })
	if i < 0 || slices.Contains(l.exempt, path) {
		return true
	}
	now, fit := time.Now(), l.rules[i]
	bucket := l.bucket(key{fit.name, client}, fit.quota)
	allowed := bucket.AllowN(now, 1)
	left := bucket.TokensAt(now)
	fit.tell(left, set)
	if !allowed {
		set("Retry-After", strconv.Itoa(fit.quota.until(1, left)))
	}
	return allowed
}

// bucket returns the bucket for k and creates it if there is none.
func (l Limiter) bucket(k key, q Quota) *rate.Limiter {
	if found, ok := l.buckets.Get(k); ok {
		return found
	}
	fresh := q.bucket()
	if other, found, _ := l.buckets.PeekOrAdd(k, fresh); found { // another request was faster
		return other
	}
	return fresh
}
