package idempotency

import (
	"context"
	"crypto/sha256"
	"io"
)

// ID names a request.
type ID [sha256.Size]byte

// Fingerprint stands for what a request says.
type Fingerprint [sha256.Size]byte

// Answer is what a request was answered.
type Answer struct {
	Status int
	Header map[string]string
	Body   []byte
	Lost   bool // there was a body, too large to be kept
}

// Replay gives the answer once more.
func (a *Answer) Replay(set func(name, value string), writeHeader func(status int), body io.Writer) {
	for name, value := range a.Header {
		set(name, value)
	}
	set(ReplayedHeader, "true")
	writeHeader(a.Status)
	_, _ = body.Write(a.Body) // fails only when the client is gone
}

// Entry is what a Store knows of a request.
type Entry struct {
	Fingerprint Fingerprint
	Answer      *Answer // nil while the request is served
}

// Store keeps entries. It is safe for concurrent use. What fails in Keep and
// Release is for the store to log: by then the request is answered.
type Store interface {
	// Claim makes an entry for a request that begins. If there is one already it
	// returns that, which nobody changes any more.
	Claim(ctx context.Context, id ID, fingerprint Fingerprint) (*Entry, error)
	// Keep adds the answer to the entry that Claim made.
	Keep(ctx context.Context, id ID, answer Answer)
	// Release removes the entry that Claim made.
	Release(ctx context.Context, id ID)
}
