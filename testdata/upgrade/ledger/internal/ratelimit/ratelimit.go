// Package ratelimit bounds how much each client may ask. The counts are those
// of this process: where several serve, each grants the quotas anew.
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

// Limiter counts the requests of each client. The zero Limiter limits nothing.
type Limiter struct {
	rules   []rule // the first that fits counts
	exempt  []string
	proxies []netip.Prefix
	buckets *lru.Cache[key, *rate.Limiter]
}

// key tells buckets apart: a client has one for each rule.
type key struct{ rule, client string }

// Request is what a Limiter has to know of one.
type Request struct {
	Method    string
	Path      string   // decoded
	Remote    string   // the address at the other end of the connection
	Forwarded []string // the values of X-Forwarded-For
}

// New returns the limiter for a configuration.
func New(cfg Config) (Limiter, error) {
	rules, errRules := parseRules(cfg.Routes)
	proxies, errProxies := parseNetworks(cfg.TrustedProxies)
	buckets, errClients := lru.New[key, *rate.Limiter](cfg.Clients)
	if errClients != nil {
		errClients = fmt.Errorf("RATELIMIT_CLIENTS: %w", errClients)
	}
	if cfg.Default != (Quota{}) {
		rules = append(rules, newRule("", "", "default", cfg.Default))
	}
	limiter := Limiter{rules: rules, exempt: list(cfg.Exempt), proxies: proxies, buckets: buckets}
	return limiter, errors.Join(errRules, errProxies, errClients)
}

// Allow counts a request and reports whether it is within the quota. With set
// it tells the client what is left, and when to come again.
func (l Limiter) Allow(r Request, set func(name, value string)) bool {
	i := slices.IndexFunc(l.rules, func(one rule) bool { return one.fits(r.Method, r.Path) })
	if i < 0 || slices.Contains(l.exempt, r.Path) {
		return true
	}
	now, fit := time.Now(), l.rules[i]
	bucket := l.bucket(key{fit.name, l.client(r)}, fit.quota)
	allowed := bucket.AllowN(now, 1)
	left := bucket.TokensAt(now)
	fit.tell(left, set)
	if !allowed {
		set("Retry-After", strconv.Itoa(fit.quota.until(1, left)))
	}
	return allowed
}

// bucket returns the one for k, which is made when it is needed first.
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
