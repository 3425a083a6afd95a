// Package password hashes passwords with argon2id.
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"runtime"

	"github.com/acme/everything/internal/apperr"
)

const (
	saltBytes = 16
	keyBytes  = 32

	// queue is how many hashes may wait for each that is computed. The next are
	// refused at once, since a request that waits is one less for the others.
	queue = 16
)

// Hasher computes hashes, not too many at a time.
type Hasher struct {
	memory, iterations uint32

	admitted chan struct{} // those that run or wait
	running  chan struct{}
}

// New returns a Hasher.
func New(cfg Config) *Hasher {
	concurrency := cfg.Concurrency
	if concurrency == 0 {
		concurrency = max(1, runtime.GOMAXPROCS(0)/2)
	}
	return &Hasher{
		memory: cfg.Memory, iterations: cfg.Iterations,
		admitted: make(chan struct{}, concurrency*(1+queue)),
		running:  make(chan struct{}, concurrency),
	}
}

// Hash returns the hash of a password, with its parameters and a random salt.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	e := encoded{memory: h.memory, iterations: h.iterations, threads: 1, salt: make([]byte, saltBytes), key: make([]byte, keyBytes)}
	_, _ = rand.Read(e.salt) // never fails
	err := h.run(ctx, func() { e.key = e.with(password) })
	if err != nil {
		return "", err
	}
	return e.String(), nil
}

// Verify reports whether hash is that of the password. If it is, rehash reports
// whether a new hash would be harder to guess, because the settings have risen.
// The hash "" is that of no password.
func (h *Hasher) Verify(ctx context.Context, password, hash string) (ok, rehash bool, err error) {
	if hash == "" {
		return false, false, h.Dummy(ctx, password)
	}
	e, err := decode(hash)
	if err != nil {
		return false, false, err
	}
	err = h.run(ctx, func() { ok = subtle.ConstantTimeCompare(e.with(password), e.key) == 1 })
	return ok, ok && (e.memory < h.memory || e.iterations < h.iterations), err
}

// Dummy takes as long as Verify. Whoever tries to log in as nobody learns nothing
// from the time that the response takes.
func (h *Hasher) Dummy(ctx context.Context, password string) error {
	_, err := h.Hash(ctx, password)
	return err
}

// run calls compute when it is its turn. It returns an error without a call if
// ctx ends before, or if too many wait already.
func (h *Hasher) run(ctx context.Context, compute func()) error {
	select {
	case h.admitted <- struct{}{}:
		defer func() { <-h.admitted }()
	default:
		return apperr.ErrOverloaded
	}
	select {
	case h.running <- struct{}{}:
		defer func() { <-h.running }()
	case <-ctx.Done():
		return ctx.Err()
	}
	compute()
	return nil
}
