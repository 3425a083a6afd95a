// Package throttle makes those wait who fail to log in again and again. What it
// knows is in memory: each instance of the service counts for itself.
package throttle

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/clientip"
)

const (
	minDelay = time.Second
	// memory is how long failures count.
	memory = 15 * time.Minute
	// maxEntries bounds what is remembered; beyond it, the oldest is forgotten.
	maxEntries = 65536
)

// Wait is the error of an attempt that comes too early.
type Wait struct { //nolint:errname // throttle.Wait is an error
	For time.Duration
}

func (e *Wait) Error() string { return fmt.Sprintf("too many attempts; wait %s", e.For) }

func (e *Wait) Unwrap() error { return apperr.ErrTooManyAttempts }

// RetryAfter is the value of the header Retry-After, in whole seconds.
func (e *Wait) RetryAfter() string { return strconv.Itoa(int((e.For + time.Second - 1) / time.Second)) }

// Limiter counts failed attempts. It is safe for concurrent use.
type Limiter struct {
	clientip.Proxies

	cfg Config

	mu       sync.Mutex
	failures *lru.LRU[key, failure]
	known    *lru.LRU[key, struct{}] // accounts with the addresses that have logged in
}

// key is a hash, so that long names take no more memory than others.
type key [sha256.Size]byte

// failure is what is known of a key.
type failure struct {
	count int
	last  time.Time
	until time.Time // the next attempt may be made
}

// New returns a Limiter.
func New(cfg Config) (*Limiter, error) {
	proxies, err := cfg.proxies()
	failures, _ := lru.NewLRU[key, failure](maxEntries, nil) // fails only on a size of 0
	known, _ := lru.NewLRU[key, struct{}](maxEntries, nil)
	return &Limiter{Proxies: proxies, cfg: cfg, failures: failures, known: known}, err
}

// Attempt is one that has been counted as failed, until it succeeds.
type Attempt struct {
	limiter *Limiter
	pair    key
	limits  []limit
}

// limit is how many failures a key may have.
type limit struct {
	key     key
	allowed int
}

// Account begins an attempt to prove to be the owner of an account, from an
// address. The error is a *Wait if there were too many.
//
// Whoever fails for one account from one address waits soon. An address has ten
// times as many attempts, since many people may share it. An account has twice as
// many, but they do not count for an address that has succeeded before: its owner
// is not locked out by others.
func (l *Limiter) Account(account, address string) (*Attempt, error) {
	pair := hash("pair", account, address)
	limits := []limit{{pair, l.cfg.Attempts}, {hash("address", address), 10 * l.cfg.Attempts}}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.known.Contains(pair) {
		limits = append(limits, limit{hash("account", account), 2 * l.cfg.Attempts})
	}
	return l.begin(pair, limits)
}

// Address begins an attempt that concerns no account, such as to guess a token.
func (l *Limiter) Address(purpose, address string) (*Attempt, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.begin(key{}, []limit{{hash(purpose, address), 10 * l.cfg.Attempts}})
}

// begin counts an attempt, unless it comes too early.
func (l *Limiter) begin(pair key, limits []limit) (*Attempt, error) {
	now := time.Now()
	var wait time.Duration
	for _, one := range limits {
		if f, ok := l.failures.Get(one.key); ok {
			wait = max(wait, f.until.Sub(now))
		}
	}
	if wait > 0 {
		return nil, &Wait{wait}
	}
	for _, one := range limits {
		f, _ := l.failures.Get(one.key)
		if now.Sub(f.last) > memory {
			f = failure{}
		}
		f.count, f.last = f.count+1, now
		if over := f.count - one.allowed; over >= 0 {
			f.until = now.Add(l.delay(over))
		}
		l.failures.Add(one.key, f)
	}
	return &Attempt{limiter: l, pair: pair, limits: limits}, nil
}

// delay doubles with each failure.
func (l *Limiter) delay(over int) time.Duration {
	delay := minDelay
	for range over {
		if delay >= l.cfg.MaxDelay {
			break
		}
		delay *= 2
	}
	return min(delay, l.cfg.MaxDelay)
}

// Succeeded says that it was the owner of the account. The failures for it from
// this address are forgotten; those of the address are not, or an attacker could
// clear them with an account of their own.
func (a *Attempt) Succeeded() {
	a.Undo()
	if a.pair == (key{}) {
		return
	}
	a.limiter.mu.Lock()
	defer a.limiter.mu.Unlock()
	a.limiter.failures.Remove(a.pair)
	a.limiter.known.Add(a.pair, struct{}{})
}

// Undo takes the attempt back, since it has neither failed nor succeeded.
func (a *Attempt) Undo() {
	l := a.limiter
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, one := range a.limits {
		if f, ok := l.failures.Get(one.key); ok {
			f.count, f.until = max(f.count-1, 0), time.Time{}
			l.failures.Add(one.key, f)
		}
	}
}

// hash returns the key of words, none of which has a NUL.
func hash(words ...string) key {
	h := sha256.New()
	for _, w := range words {
		h.Write([]byte(w))
		h.Write([]byte{0})
	}
	return key(h.Sum(nil))
}
