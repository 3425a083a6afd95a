package middleware

import (
	"io"
	"net/http"
)

// limited returns the body of r, where reading more than limit bytes fails. Of
// a body that is said to be longer nothing is read, so that a client which
// waits for 100 Continue does not send it.
func limited(w http.ResponseWriter, r *http.Request, limit int64) io.ReadCloser {
	if r.ContentLength > limit {
		return tooLong{Closer: r.Body, limit: limit}
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
