package middleware

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"github.com/acme/shelf/internal/idempotency"
)

// describe reads the request for guard and leaves its body to be read again. ok
// is false if guard does not cover the request or the body cannot be read: the
// handler then gets the same error and responds to it.
func describe(guard idempotency.Guard, r *http.Request) (sent idempotency.Request, ok bool) {
	keys := r.Header.Values(idempotency.Header)
	if !guard.Covers(r.Method, len(keys) > 0) {
		return sent, false
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return sent, false
	}
	r.Body = io.NopCloser(bytes.NewReader(body)) // the server closes the original
	return idempotency.Request{
		Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery,
		ContentType: r.Header.Get("Content-Type"), Body: body,
		Key: strings.Join(keys, ", "), // several keys are invalid
	}, true
}
