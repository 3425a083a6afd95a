// Package middleware holds what surrounds every handler, one file each.
package middleware

import (
	"net/http"

	"github.com/acme/depot/internal/requestid"
)

// RequestID names the request: in its context for the log, in the answer for
// the client.
func RequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ids := requestid.Accept(r.Header.Get(requestid.Header), r.Header.Get(requestid.TraceHeader))
		w.Header().Set(requestid.Header, ids.Request)
		next.ServeHTTP(w, r.WithContext(requestid.NewContext(r.Context(), ids)))
	})
}
