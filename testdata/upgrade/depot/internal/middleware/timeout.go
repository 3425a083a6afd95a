package middleware

import (
	"context"
	"net/http"
	"time"
)

// Timeout gives the request a deadline. Whatever the handler waits for gives
// up at that time, and the client is told.
func Timeout(limit time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), limit)
			defer cancel()
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}
