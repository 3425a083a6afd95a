package middleware

import (
	"cmp"
	"net/http"

	"github.com/acme/ledger/internal/idempotency"
)

// noting notes for a claim what is answered through it.
type noting struct {
	http.ResponseWriter
	claim  *idempotency.Claim
	status int // 0 until the header is written
}

func (n *noting) WriteHeader(status int) {
	if n.status == 0 && status >= http.StatusOK { // 1xx are not yet the answer
		n.status = status
	}
	n.ResponseWriter.WriteHeader(status)
}

func (n *noting) Write(data []byte) (int, error) {
	n.status = cmp.Or(n.status, http.StatusOK)
	n.claim.Note(data)
	return n.ResponseWriter.Write(data)
}

// Unwrap lets http.ResponseController reach what is below.
func (n *noting) Unwrap() http.ResponseWriter {
	return n.ResponseWriter
}
