package idempotency

import (
	"bytes"
	"context"
	"net/http"
	"strings"
)

// Claim is what a request has on its key while it is served.
type Claim struct {
	store Store
	id    ID
	limit int
	body  []byte
	kept  bool

	// Lost says that the body of the answer cannot be kept. Note sets it when
	// there is too much of it.
	Lost bool
}

// Note takes down a part of the body of the answer.
func (c *Claim) Note(part []byte) {
	c.Lost = c.Lost || len(c.body)+len(part) > c.limit
	if c.Lost {
		c.body = nil
		return
	}
	c.body = append(c.body, part...)
}

// Keep keeps an answer for repeats of the request: its status, what get returns
// of its headers, and the body that was noted. A request that failed had no
// effect and is served anew.
func (c *Claim) Keep(ctx context.Context, status int, get func(name string) string) {
	if status < http.StatusOK || status >= http.StatusBadRequest {
		return
	}
	answer := Answer{Status: status, Header: map[string]string{}, Body: bytes.Clone(c.body), Lost: c.Lost}
	// The others are about this very request, such as its id, or about what is
	// around the handler, such as an encoding.
	for _, name := range []string{"Content-Language", "Content-Type", "ETag", "Last-Modified", "Link", "Location"} {
		if value := get(name); value != "" {
			answer.Header[name] = strings.Clone(value) // the server may use its memory again
		}
	}
	c.kept = true
	c.store.Keep(context.WithoutCancel(ctx), c.id, answer) // the client may have left: it will ask again
}

// Release gives up the key, unless there is an answer to keep.
func (c *Claim) Release(ctx context.Context) {
	if !c.kept {
		c.store.Release(context.WithoutCancel(ctx), c.id)
	}
}
