package middleware

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"github.com/acme/ledger/internal/idempotency"
)

// describe tells what a request says and leaves its body to be read again. ok
// is false where guard does not cover it, or where the body cannot be read: the
// handler meets the same error, and knows what to answer.
func describe(guard idempotency.Guard, r *http.Request) (sent idempotency.Request, ok bool) {
	key := strings.Join(r.Header.Values(idempotency.Header), ", ") // two are none
	if !guard.Covers(r.Method, key) {
		return sent, false
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return sent, false
	}
	r.Body = io.NopCloser(bytes.NewReader(body)) // the server closes the one that it made
	return idempotency.Request{
		Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery,
		ContentType: r.Header.Get("Content-Type"), Key: key, Body: body,
	}, true
}
