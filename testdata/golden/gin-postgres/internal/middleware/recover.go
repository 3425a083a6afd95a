package middleware

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/resp"
)

// Recover responds 500 when a handler panics, and logs the stack.
func Recover(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			switch cause := recover(); cause {
			case nil:
			case http.ErrAbortHandler:
				panic(cause)
			default:
				err := fmt.Errorf("panic: %v", cause)
				log.ErrorContext(c.Request.Context(), "request failed", slog.Any("error", err), slog.String("stack", string(debug.Stack())))
				if c.Writer.Written() {
					panic(http.ErrAbortHandler) // abort, or a partial response could pass for a complete one
				}
				c.AbortWithStatusJSON(resp.Of(err))
			}
		}()
		c.Next()
	}
}
