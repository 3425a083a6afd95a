// Package handler answers HTTP requests: bind the input, call what knows the
// answer, respond.
package handler

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/resp"
)

// respond answers with data.
func respond(c *gin.Context, status int, data any) {
	c.JSON(status, resp.OK(data))
}

// fail leaves err for Errors to answer; the handler returns after it.
func fail(c *gin.Context, err error) {
	_ = c.Error(err)
	c.Abort()
}

// Fail returns a handler that always fails with err.
func Fail(err error) gin.HandlerFunc {
	return func(c *gin.Context) { fail(c, err) }
}

// Errors answers for the handlers that failed, and logs the failures that are
// the server's own. No other place does either.
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
		case status > http.StatusInternalServerError: // passes by itself
			log.WarnContext(c.Request.Context(), "request failed", slog.Any("error", last.Err))
		}
		c.JSON(status, body)
	}
}
