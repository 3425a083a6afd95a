// Package idempotency serves a request once, however often its client sends it:
// the client names it in the header Idempotency-Key, and a repeat gets the
// answer of the first one. It keeps to
// draft-ietf-httpapi-idempotency-key-header-07.
//
// It saves clients from most of what a lost answer costs, but not from all: the
// program may end between the effect of a request and its answer. What must
// never happen twice keeps its key with its data, in one transaction.
package idempotency

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"

	"github.com/acme/ledger/internal/apperr"
)

const (
	// Header is in which a client names its request.
	Header = "Idempotency-Key"
	// ReplayedHeader is true in an answer that was given before.
	ReplayedHeader = "Idempotency-Replayed"

	// maxKey is the length of the longest key.
	maxKey = 255
)

// Guard sees to it that a request is served once. The zero Guard does not.
type Guard struct {
	store Store
	limit int
}

// New returns a guard that keeps answers in a store.
func New(cfg Config, store Store) Guard {
	return Guard{store: store, limit: cfg.AnswerLimit}
}

// Request is what a Guard has to know of one.
type Request struct {
	Method, Path, Query, ContentType, Key string

	Body []byte
}

// Covers reports whether requests of a method that are named by key are served
// once. PUT and DELETE may come twice: the effect is that of one.
func (g Guard) Covers(method, key string) bool {
	return g.store != nil && key != "" && (method == http.MethodPost || method == http.MethodPatch)
}

// Begin returns a claim on the key of r, to be released when r is served. Or
// else it returns the answer that r got already, or why r must not be served.
func (g Guard) Begin(ctx context.Context, r Request) (*Claim, *Answer, error) {
	invisible := func(c rune) bool { return c < '!' || c > '~' }
	if len(r.Key) > maxKey || strings.ContainsFunc(r.Key, invisible) {
		return nil, nil, &apperr.BadRequest{Message: fmt.Sprintf("%s must be one text of 1 to %d visible ASCII characters", Header, maxKey)}
	}
	id, fingerprint := r.id(), r.fingerprint()
	earlier, err := g.store.Claim(ctx, id, fingerprint)
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("claim idempotency key: %w", err)
	case earlier == nil:
		return &Claim{store: g.store, id: id, limit: g.limit}, nil, nil
	case earlier.Fingerprint != fingerprint:
		return nil, nil, apperr.ErrIdempotencyMismatch
	case earlier.Answer == nil:
		return nil, nil, apperr.ErrIdempotencyInProgress
	case earlier.Answer.Lost:
		return nil, nil, apperr.ErrIdempotencyLost
	}
	return nil, earlier.Answer, nil
}

// id names the request. Clients share the keys, as none of them is known by
// name: they should be too random to be guessed. Once there are users, put the
// user in here, or one could read what another was answered.
func (r Request) id() ID {
	return sha256.Sum256(fmt.Appendf(nil, "%q %q %q", r.Method, r.Path, r.Key))
}

// fingerprint is the same for a repeat and for nothing else.
func (r Request) fingerprint() Fingerprint {
	return sha256.Sum256(fmt.Appendf(nil, "%q %q %s", r.Query, r.ContentType, r.Body))
}
