package middleware

import (
	"io"
	"net/http"
)

// limited returns the body of r, of which no more than limit bytes can be read.
// Nothing is read of a body whose Content-Length is larger, so that a client
// which waits for 100 Continue does not send it.
func limited(w http.ResponseWriter, r *http.Request, limit int64) io.ReadCloser {
	switch {
	case r.ContentLength > limit:
		return tooLong{Closer: r.Body, limit: limit}
	case r.Body == http.NoBody:
		return r.Body
	}
	return http.MaxBytesReader(w, r.Body, limit)
}

// tooLong is a body that cannot be read.
type tooLong struct {
	io.Closer
	limit int64
}

func (b tooLong) Read([]byte) (int, error) {
	return 0, &http.MaxBytesError{Limit: b.limit}
}
