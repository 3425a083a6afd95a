package middleware

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/acme/shop/internal/tracing"
)

// Trace records each request as a span.
func Trace(t *tracing.Tracing) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, span := t.Server(r.Context(), traced(r))
			rec, inner := record(w), r.WithContext(ctx)
			defer func() {
				r.Pattern = inner.Pattern // which the router has set, for middleware outside
				span.End(r.Pattern[strings.Index(r.Pattern, " ")+1:], cmp.Or(rec.status, http.StatusOK))
			}()
			next.ServeHTTP(rec, inner)
		})
	}
}
