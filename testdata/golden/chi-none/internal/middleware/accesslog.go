package middleware

import (
	"cmp"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// AccessLog writes one record for every request. The query stays out of it, as
// it may hold secrets. The handlers inside must pass the request on as it is:
// the router stores the pattern that matched in it.
func AccessLog(log *slog.Logger) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start, rec, ctx := time.Now(), record(w), r.Context()
			defer func() {
				entry{
					method: r.Method,
					route:  r.Pattern[strings.Index(r.Pattern, " ")+1:], // without the method, if any
					path:   r.URL.Path,
					status: cmp.Or(rec.status, http.StatusOK),
					bytes:  rec.bytes,
					remote: r.RemoteAddr,
					start:  start,
				}.write(ctx, log)
			}()
			next.ServeHTTP(rec, r)
		})
	}
}
