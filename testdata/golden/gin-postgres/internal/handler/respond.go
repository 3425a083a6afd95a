// Package handler holds the HTTP handlers: each binds the input, calls a store or
// service, and responds.
package handler

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/resp"
)

// respond sends data.
func respond(c *gin.Context, status int, data any) {
	c.JSON(status, resp.OK(data))
}

// fail leaves err to Errors; the handler must return afterwards.
func fail(c *gin.Context, err error) {
	_ = c.Error(err)
	c.Abort()
}

// Fail returns a handler that always fails with err.
func Fail(err error) gin.HandlerFunc {
	return func(c *gin.Context) { fail(c, err) }
}

// Errors responds to the errors of handlers and logs those that are the server's
// fault. Nothing else does either.
func Errors(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Next()
		last := c.Errors.Last()
		if last == nil || c.Writer.Written() {
			return
		}
		status, body := resp.Of(last.Err)
		switch {
		case status == http.StatusInternalServerError:
			log.ErrorContext(c.Request.Context(), "request failed", slog.Any("error", last.Err))
		case status > http.StatusInternalServerError: // temporary
			log.WarnContext(c.Request.Context(), "request failed", slog.Any("error", last.Err))
		}
		if status == http.StatusServiceUnavailable {
			c.Header("Retry-After", resp.RetryAfter)
		}
		c.JSON(status, body)
	}
}
