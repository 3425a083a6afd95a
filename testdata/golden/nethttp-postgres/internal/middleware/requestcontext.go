// Package middleware holds the HTTP middleware, one per file.
package middleware

import (
	"context"
	"net/http"
	"time"

	"github.com/acme/shop/internal/pathprefix"
	"github.com/acme/shop/internal/requestid"
)

// RequestContext adds the request and trace IDs, for the log, a deadline and the
// path prefix to the context of a request. The request ID is also sent to the
// client.
func RequestContext(timeout time.Duration, prefix string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ids := requestid.Accept(r.Header.Get(requestid.Header), r.Header.Get(requestid.TraceHeader))
			w.Header().Set(requestid.Header, ids.Request)
			ctx, cancel := context.WithTimeout(r.Context(), timeout)
			defer cancel()
			inner := r.WithContext(requestid.NewContext(pathprefix.NewContext(ctx, prefix), ids))
			defer func() { r.Pattern = inner.Pattern }() // which the router has set, for middleware outside
			next.ServeHTTP(w, inner)
		})
	}
}
