// Package idempotency makes retries safe: a client sends a key in the header
// Idempotency-Key, and a retry with the same key gets the response of the first
// request. It follows draft-ietf-httpapi-idempotency-key-header-07.
//
// The process may still die between the effect of a request and its response. An
// effect that must never happen twice stores the key with its data, in one
// transaction.
package idempotency

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"

	"github.com/acme/everything/internal/apperr"
)

const (
	// Header carries the key that the client chose for its request.
	Header = "Idempotency-Key"
	// ReplayedHeader is "true" in a stored response.
	ReplayedHeader = "Idempotency-Replayed"

	// maxKey is the maximum length of a key.
	maxKey = 255
)

// Guard lets a request be handled once per key. The zero Guard covers no request.
type Guard struct {
	store Store
	limit int
}

// New returns a Guard that stores responses in store.
func New(cfg Config, store Store) Guard {
	return Guard{store: store, limit: cfg.AnswerLimit}
}

// Request is the part of an HTTP request that a Guard needs.
type Request struct {
	Method, Path, Query, ContentType, Key string

	Body []byte
}

// Covers reports whether a request with this method and key is handled once. PUT
// and DELETE are idempotent by definition.
func (g Guard) Covers(method, key string) bool {
	return g.store != nil && key != "" && (method == http.MethodPost || method == http.MethodPatch)
}

// Begin claims the key of r. It returns the claim, to be released after r was
// handled, or the response that was stored for the key, or the reason why r must
// not be handled.
func (g Guard) Begin(ctx context.Context, r Request) (*Claim, *Answer, error) {
	invisible := func(c rune) bool { return c < '!' || c > '~' }
	if len(r.Key) > maxKey || strings.ContainsFunc(r.Key, invisible) {
		return nil, nil, &apperr.BadRequest{Message: fmt.Sprintf("%s must be one string of 1 to %d visible ASCII characters", Header, maxKey)}
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

// id identifies the request. All clients share one key space, so keys should be
// too random to be guessed.
func (r Request) id() ID {
	return sha256.Sum256(fmt.Appendf(nil, "%q %q %q", r.Method, r.Path, r.Key))
}

// fingerprint is equal for a retry and differs for any other request.
func (r Request) fingerprint() Fingerprint {
	return sha256.Sum256(fmt.Appendf(nil, "%q %q %s", r.Query, r.ContentType, r.Body))
}
