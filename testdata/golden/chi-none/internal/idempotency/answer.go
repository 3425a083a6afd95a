package idempotency

import (
	"bytes"
	"io"
	"net/http"
	"strings"
)

// Answer is a response to be stored.
type Answer struct {
	Status int               `json:"status"`
	Header map[string]string `json:"header"`
	Body   []byte            `json:"body,omitempty"`
	Lost   bool              `json:"lost,omitempty"` // the body is too large to be stored, or was not kept
}

// NewAnswer returns a copy of a response, given its status, a function that
// returns the values of its headers, and its body.
func NewAnswer(status int, get func(name string) string, body []byte) Answer {
	answer := Answer{Status: status, Header: map[string]string{}, Body: bytes.Clone(body)}
	// Other headers belong to this request only, such as its ID, or to middleware
	// outside of this one, such as the content encoding.
	for _, name := range []string{"Content-Language", "Content-Type", "ETag", "Last-Modified", "Link", "Location"} {
		if value := get(name); value != "" {
			answer.Header[name] = strings.Clone(value) // the server may reuse its memory
		}
	}
	return answer
}

// Succeeded reports whether the request had an effect. One that failed may be
// retried.
func (a Answer) Succeeded() bool {
	return a.Status >= http.StatusOK && a.Status < http.StatusBadRequest
}

// within returns the answer without a body of more than limit bytes.
func (a Answer) within(limit int) Answer {
	if a.Lost = a.Lost || len(a.Body) > limit; a.Lost {
		a.Body = nil
	}
	return a
}

// locate tells where to find what the request has made.
func (a Answer) locate(set func(name, value string)) {
	for _, name := range []string{"ETag", "Location"} {
		if value := a.Header[name]; value != "" {
			set(name, value)
		}
	}
}

// Replay sends the response again.
func (a Answer) Replay(set func(name, value string), writeHeader func(status int), body io.Writer) {
	for name, value := range a.Header {
		set(name, value)
	}
	set(ReplayedHeader, "true")
	writeHeader(a.Status)
	_, _ = body.Write(a.Body) // fails only if the client has left
}
