package middleware

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/acme/shelf/internal/resp"
)

// Recover responds 500 when a handler panics, and logs the stack.
func Recover(log *slog.Logger) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			rec, ctx := record(w), r.Context()
			defer func() {
				switch cause := recover(); cause {
				case nil:
				case http.ErrAbortHandler:
					panic(cause)
				default:
					err := fmt.Errorf("panic: %v", cause)
					log.ErrorContext(ctx, "request failed", slog.Any("error", err), slog.String("stack", string(debug.Stack())))
					if rec.status != 0 {
						panic(http.ErrAbortHandler) // abort, or a partial response could pass for a complete one
					}
					status, body := resp.Of(err)
					_ = resp.Write(rec, status, body) // strings always encode
				}
			}()
			next.ServeHTTP(rec, r)
		})
	}
}
