package middleware

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/acme/shelf/internal/idempotency"
	"github.com/acme/shelf/internal/resp"
)

// Idempotency handles a request once per Idempotency-Key. A retry gets the
// response of the first request.
func Idempotency(guard idempotency.Guard, log *slog.Logger) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			sent, ok := describe(guard, r)
			if !ok {
				next.ServeHTTP(w, r)
				return
			}
			answer := buffer(w)
			earlier, err := guard.Do(r.Context(), sent, w.Header().Set, func(ctx context.Context) (idempotency.Answer, error) {
				inner := r.WithContext(ctx)
				defer func() { r.Pattern = inner.Pattern }() // which the router has set, for middleware outside
				next.ServeHTTP(answer, inner)
				return answer.answer(), nil
			})
			switch {
			case err != nil:
				status, body := refused(r.Context(), log, err)
				_ = resp.Write(w, status, body) // strings always encode
			case earlier != nil:
				earlier.Replay(w.Header().Set, w.WriteHeader, w)
			default:
				answer.sendTo(w)
			}
		})
	}
}
