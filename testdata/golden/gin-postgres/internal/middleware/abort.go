package middleware

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/resp"
)

// abort responds in place of the handlers.
func abort(c *gin.Context, status int, body resp.Body) {
	if status == http.StatusServiceUnavailable {
		c.Header("Retry-After", resp.RetryAfter)
	}
	c.AbortWithStatusJSON(status, body)
}
