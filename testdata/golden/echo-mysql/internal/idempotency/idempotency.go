// Package idempotency makes retries safe: a client sends a key in the header
// Idempotency-Key, and a retry with the same key gets the response of the first
// request. It follows draft-ietf-httpapi-idempotency-key-header-07.
package idempotency

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"

	"github.com/acme/tracks/internal/apperr"
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
	busy  *inFlight
}

// New returns a Guard that stores responses in store.
func New(cfg Config, store Store) Guard {
	return Guard{store: store, limit: cfg.AnswerLimit, busy: newInFlight()}
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

// Do calls handle, whose response must not be sent before Do returns. If a
// response is stored for the key of r, Do returns that instead. An error is the
// one of handle, or the reason why r has no response.
func (g Guard) Do(ctx context.Context, r Request, handle Handler) (earlier *Answer, err error) {
	invisible := func(c rune) bool { return c < '!' || c > '~' }
	if len(r.Key) > maxKey || strings.ContainsFunc(r.Key, invisible) {
		return nil, &apperr.BadRequest{Message: fmt.Sprintf("%s must be one string of 1 to %d visible ASCII characters", Header, maxKey)}
	}
	id, fingerprint := r.id(), r.fingerprint()
	if err := g.busy.enter(id, fingerprint); err != nil {
		return nil, err
	}
	defer g.busy.leave(id)

	handled := false
	entry, err := g.store.Do(ctx, id, fingerprint, func(ctx context.Context) (Answer, error) {
		handled = true
		answer, err := handle(ctx)
		return answer.within(g.limit), err
	})
	switch {
	case err != nil || handled:
		return nil, err
	case entry.Fingerprint != fingerprint:
		return nil, apperr.ErrIdempotencyMismatch
	case entry.Answer.Lost:
		return nil, apperr.ErrIdempotencyLost
	}
	return &entry.Answer, nil
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
