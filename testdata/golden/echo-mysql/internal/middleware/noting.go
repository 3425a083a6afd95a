package middleware

import (
	"cmp"
	"net/http"

	"github.com/acme/tracks/internal/idempotency"
)

// noting is a response writer that records the response for a claim.
type noting struct {
	http.ResponseWriter
	claim  *idempotency.Claim
	status int // 0 until the header is written
}

func (n *noting) WriteHeader(status int) {
	if n.status == 0 && status >= http.StatusOK { // 1xx is informational
		n.status = status
	}
	n.ResponseWriter.WriteHeader(status)
}

func (n *noting) Write(data []byte) (int, error) {
	n.status = cmp.Or(n.status, http.StatusOK)
	n.claim.Note(data)
	return n.ResponseWriter.Write(data)
}

// Unwrap returns the wrapped writer for http.ResponseController.
func (n *noting) Unwrap() http.ResponseWriter {
	return n.ResponseWriter
}
