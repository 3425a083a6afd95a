package idempotency

import (
	"context"
	"crypto/sha256"
	"io"
)

// ID identifies a request.
type ID [sha256.Size]byte

// Fingerprint is a hash of the content of a request.
type Fingerprint [sha256.Size]byte

// Answer is a stored response.
type Answer struct {
	Status int
	Header map[string]string
	Body   []byte
	Lost   bool // the body was too large to be stored
}

// Replay sends the response again.
func (a *Answer) Replay(set func(name, value string), writeHeader func(status int), body io.Writer) {
	for name, value := range a.Header {
		set(name, value)
	}
	set(ReplayedHeader, "true")
	writeHeader(a.Status)
	_, _ = body.Write(a.Body) // fails only if the client has left
}

// Entry is the record of a request in a Store.
type Entry struct {
	Fingerprint Fingerprint
	Answer      *Answer // nil while the request is being handled
}

// Store stores entries. It is safe for concurrent use. Keep and Release log their
// own errors, since by then the response has been sent.
type Store interface {
	// Claim creates an entry for a new request. If the ID has an entry already, it
	// returns a copy of that.
	Claim(ctx context.Context, id ID, fingerprint Fingerprint) (*Entry, error)
	// Keep adds the response to the entry that Claim created.
	Keep(ctx context.Context, id ID, answer Answer)
	// Release removes the entry that Claim created.
	Release(ctx context.Context, id ID)
}
