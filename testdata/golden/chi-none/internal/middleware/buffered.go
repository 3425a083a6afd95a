package middleware

import (
	"bytes"
	"cmp"
	"maps"
	"net/http"

	"github.com/acme/shelf/internal/idempotency"
)

// buffered is a response writer that keeps the response until it may be sent.
type buffered struct {
	header http.Header
	status int // 0 until the header is written
	body   bytes.Buffer
}

// buffer returns a writer for a response that is later sent to w.
func buffer(w http.ResponseWriter) *buffered {
	return &buffered{header: w.Header().Clone()}
}

func (b *buffered) Header() http.Header { return b.header }

func (b *buffered) WriteHeader(status int) {
	if b.status == 0 && status >= http.StatusOK { // 1xx is informational
		b.status = status
	}
}

func (b *buffered) Write(data []byte) (int, error) {
	b.WriteHeader(http.StatusOK) // does nothing if it is not the first
	return b.body.Write(data)
}

// answer returns the response.
func (b *buffered) answer() idempotency.Answer {
	return idempotency.NewAnswer(cmp.Or(b.status, http.StatusOK), b.header.Get, b.body.Bytes())
}

// sendTo sends the response to w.
func (b *buffered) sendTo(w http.ResponseWriter) {
	maps.Copy(w.Header(), b.header)
	w.WriteHeader(cmp.Or(b.status, http.StatusOK))
	_, _ = b.body.WriteTo(w) // fails only if the client has left
}
