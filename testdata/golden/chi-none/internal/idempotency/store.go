package idempotency

import (
	"context"
	"crypto/sha256"
)

// ID identifies a request.
type ID [sha256.Size]byte

// Fingerprint is a hash of the content of a request.
type Fingerprint [sha256.Size]byte

// Entry is the record of a request that was handled.
type Entry struct {
	Fingerprint Fingerprint
	Answer      Answer
}

// Handler handles a request in the context that it is given, and returns its
// response. A request that fails has no effect: the error is not nil, or the
// response has not succeeded.
type Handler func(ctx context.Context) (Answer, error)

// Store stores entries. It is safe for concurrent use.
type Store interface {
	// Do returns the entry with the ID. If there is none, it calls handle and
	// returns what that does; if the request has succeeded, its entry is stored.
	Do(ctx context.Context, id ID, fingerprint Fingerprint, handle Handler) (Entry, error)
}
