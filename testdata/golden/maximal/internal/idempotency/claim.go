package idempotency

import (
	"bytes"
	"context"
	"net/http"
	"strings"
)

// Claim is the hold of a request on its key while it is being handled.
type Claim struct {
	store Store
	id    ID
	limit int
	body  []byte
	kept  bool

	// Lost says that the body of the response cannot be stored. Note sets it when
	// the body is too large.
	Lost bool
}

// Note records a part of the response body.
func (c *Claim) Note(part []byte) {
	c.Lost = c.Lost || len(c.body)+len(part) > c.limit
	if c.Lost {
		c.body = nil
		return
	}
	c.body = append(c.body, part...)
}

// Keep stores the response for retries of the request: its status, the headers
// that get returns, and the body that was noted. A request that failed had no
// effect and may be retried.
func (c *Claim) Keep(ctx context.Context, status int, get func(name string) string) {
	if status < http.StatusOK || status >= http.StatusBadRequest {
		return
	}
	answer := Answer{Status: status, Header: map[string]string{}, Body: bytes.Clone(c.body), Lost: c.Lost}
	// Other headers belong to this request only, such as its ID, or to middleware
	// outside of this one, such as the content encoding.
	for _, name := range []string{"Content-Language", "Content-Type", "ETag", "Last-Modified", "Link", "Location"} {
		if value := get(name); value != "" {
			answer.Header[name] = strings.Clone(value) // the server may reuse its memory
		}
	}
	c.kept = true
	c.store.Keep(context.WithoutCancel(ctx), c.id, answer) // the client may have left, and will retry
}

// Release frees the key unless a response was stored.
func (c *Claim) Release(ctx context.Context) {
	if !c.kept {
		c.store.Release(context.WithoutCancel(ctx), c.id)
	}
}
