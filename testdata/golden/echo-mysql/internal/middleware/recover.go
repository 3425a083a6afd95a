package middleware

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/resp"
)

// Recover responds 500 when a handler panics, and logs the stack.
func Recover(log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			defer func() {
				switch cause := recover(); cause {
				case nil:
				case http.ErrAbortHandler:
					panic(cause)
				default:
					err := fmt.Errorf("panic: %v", cause)
					log.ErrorContext(c.Request().Context(), "request failed", slog.Any("error", err), slog.String("stack", string(debug.Stack())))
					if sent, _ := echo.UnwrapResponse(c.Response()); sent.Committed {
						panic(http.ErrAbortHandler) // abort, or a partial response could pass for a complete one
					}
					status, body := resp.Of(err)
					_ = resp.Write(c.Response(), status, body) // strings always encode
				}
			}()
			return next(c)
		}
	}
}
