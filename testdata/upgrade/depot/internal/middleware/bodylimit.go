package middleware

import "net/http"

// BodyLimit makes reading a body of more than limit bytes fail.
func BodyLimit(limit int64) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Body = limited(w, r, limit)
			next.ServeHTTP(w, r)
		})
	}
}
