package middleware

import (
	"net/http"

	"library/internal/apperr"
	"library/internal/resp"
)

// InFlight handles at most limit requests at a time, 0 for any number, and
// responds 503 to others at once: in a queue, all would wait too long.
func InFlight(limit int) func(http.Handler) http.Handler {
	places := make(chan struct{}, limit)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if limit == 0 || isProbe(r.URL.Path) {
				next.ServeHTTP(w, r)
				return
			}
			select {
			case places <- struct{}{}:
				defer func() { <-places }()
				next.ServeHTTP(w, r)
			default:
				status, body := resp.Of(apperr.ErrOverloaded)
				_ = resp.Write(w, status, body) // strings always encode
			}
		})
	}
}
