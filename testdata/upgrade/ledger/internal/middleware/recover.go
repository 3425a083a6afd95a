package middleware

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/labstack/echo/v5"

	"github.com/acme/ledger/internal/resp"
)

// Recover answers 500 when a handler panics, and logs the stack.
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
						panic(http.ErrAbortHandler) // cut off, or half an answer could pass for a whole one
					}
					status, body := resp.Of(err)
					_ = resp.Write(c.Response(), status, body) // plain strings always encode
				}
			}()
			return next(c)
		}
	}
}
