package idempotency

import (
	"sync"

	"github.com/acme/shelf/internal/apperr"
)

// inFlight has the requests that this process is handling, so that a retry need
// not wait for them.
type inFlight struct {
	mu   sync.Mutex
	sent map[ID]Fingerprint
}

func newInFlight() *inFlight {
	return &inFlight{sent: make(map[ID]Fingerprint)}
}

// enter adds a request, unless one with its ID is being handled.
func (f *inFlight) enter(id ID, fingerprint Fingerprint) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch first, ok := f.sent[id]; {
	case !ok:
		f.sent[id] = fingerprint
		return nil
	case first != fingerprint:
		return apperr.ErrIdempotencyMismatch
	}
	return apperr.ErrIdempotencyInProgress
}

// leave removes the request.
func (f *inFlight) leave(id ID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.sent, id)
}
