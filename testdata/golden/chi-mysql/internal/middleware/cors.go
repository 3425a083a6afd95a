package middleware

import (
	"net/http"

	"github.com/acme/payments/internal/cors"
)

// CORS sets the CORS headers and responds to preflight requests.
func CORS(policy cors.Policy) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if policy.Apply(r.Method, r.Header.Get, w.Header().Add) {
				w.WriteHeader(http.StatusNoContent)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}
