package middleware

import (
	"cmp"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// AccessLog writes one record for every request. The query stays out of it, as
// it may hold secrets. What it surrounds has to pass the request on as it is:
// the router notes there which pattern matched.
func AccessLog(log *slog.Logger) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start, rec := time.Now(), record(w)
			defer func() {
				route := r.Pattern[strings.Index(r.Pattern, " ")+1:] // without the method, if it has one
				log.InfoContext(r.Context(), "request",
					slog.String("method", r.Method),
					slog.String("route", route),
					slog.String("path", r.URL.Path),
					slog.Int("status", cmp.Or(rec.status, http.StatusOK)),
					slog.Int64("bytes", rec.bytes),
					slog.Int64("duration_us", time.Since(start).Microseconds()),
					slog.String("remote", r.RemoteAddr))
			}()
			next.ServeHTTP(rec, r)
		})
	}
}
