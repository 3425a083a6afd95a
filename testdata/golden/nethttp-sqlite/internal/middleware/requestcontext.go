// Package middleware has the middleware of the router, one file each.
package middleware

import (
	"net/http"
	"time"

	"library/internal/deadline"
	"library/internal/requestid"
)

// RequestContext gives the context of a request its IDs, for the log, and a
// deadline for all that the handler waits for. The client gets the request ID.
func RequestContext(timeout time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ids := requestid.Accept(r.Header.Get(requestid.Header), r.Header.Get(requestid.TraceHeader))
			w.Header().Set(requestid.Header, ids.Request)
			ctx := deadline.New(r.Context(), timeout)
			defer ctx.End()
			inner := r.WithContext(requestid.NewContext(ctx, ids))
			defer func() { r.Pattern = inner.Pattern }() // which the router has set, for middleware outside
			next.ServeHTTP(w, inner)
		})
	}
}
