package middleware

import (
	"net/http"

	"github.com/acme/shelf/internal/apperr"
	"github.com/acme/shelf/internal/ratelimit"
	"github.com/acme/shelf/internal/resp"
)

// RateLimit rejects the requests of clients that have used up their quota.
func RateLimit(limiter ratelimit.Limiter) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			client := limiter.Client(r.RemoteAddr, r.Header.Values("X-Forwarded-For"))
			if !limiter.Allow(r.Context(), client, r.Method, r.URL.Path, w.Header().Set) {
				status, body := resp.Of(apperr.ErrTooManyRequests)
				_ = resp.Write(w, status, body) // strings always encode
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}
