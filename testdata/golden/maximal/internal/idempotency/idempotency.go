// Package idempotency makes retries safe: a client sends a key in the header
// Idempotency-Key, and a retry with the same key gets the response of the first
// request. It follows draft-ietf-httpapi-idempotency-key-header-07.
package idempotency

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/metrics"
	"github.com/acme/everything/internal/principal"
)

const (
	// Header carries the key that the client chose for its request.
	Header = "Idempotency-Key"
	// ReplayedHeader is "true" in a stored response.
	ReplayedHeader = "Idempotency-Replayed"

	// maxKey is the maximum length of a key.
	maxKey = 255
	// retryAfter is the number of seconds after which a client may repeat a request
	// that is being served.
	retryAfter = "1"
)

// Guard lets a request be handled once per key. The zero Guard covers no request.
type Guard struct {
	store Store
	limit int
	busy  *inFlight
	meter *metrics.Idempotency
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

// Covers reports whether a request with this method is handled once, given
// whether it has a key, which may be invalid. PUT and DELETE are idempotent by
// definition.
func (g Guard) Covers(method string, keyed bool) bool {
	return g.store != nil && keyed && (method == http.MethodPost || method == http.MethodPatch)
}

// Do calls handle, whose response must not be sent before Do returns. If a
// response is stored for the key of r, Do returns that instead. The error is
// that of handle, or the reason why r has no response. The headers that the
// response to it needs, such as Retry-After, are set with set.
func (g Guard) Do(ctx context.Context, r Request, set func(name, value string), handle Handler) (earlier *Answer, err error) {
	invisible := func(c rune) bool { return c < '!' || c > '~' }
	if r.Key == "" || len(r.Key) > maxKey || strings.ContainsFunc(r.Key, invisible) {
		return nil, &apperr.BadRequest{Message: fmt.Sprintf("%s must be one string of 1 to %d visible ASCII characters", Header, maxKey)}
	}
	id, fingerprint := r.id(), r.fingerprint()
	defer func() { g.meter.Ended(result(earlier, err)) }()
	id = sha256.Sum256(append([]byte(principal.Key(ctx, "")), id[:]...))
	entry, handled, err := g.once(ctx, id, fingerprint, handle)
	switch {
	case errors.Is(err, apperr.ErrIdempotencyInProgress):
		set("Retry-After", retryAfter)
		return nil, err
	case err != nil || handled:
		return nil, err
	case entry.Fingerprint != fingerprint:
		return nil, apperr.ErrIdempotencyMismatch
	case entry.Answer.Lost:
		entry.Answer.locate(set)
		return nil, apperr.ErrIdempotencyLost
	}
	return &entry.Answer, nil
}

// once calls handle, unless another request with the ID is being handled or was.
func (g Guard) once(ctx context.Context, id ID, fingerprint Fingerprint, handle Handler) (entry Entry, handled bool, err error) {
	if err := g.busy.enter(id, fingerprint); err != nil {
		return entry, false, err
	}
	defer g.busy.leave(id)
	entry, err = g.store.Do(ctx, id, fingerprint, func(ctx context.Context) (Answer, error) {
		handled = true
		answer, err := handle(ctx)
		return answer.within(g.limit), err
	})
	return entry, handled, err
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
