package middleware

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"
)

// Timeout gives the request a deadline. Whatever the handler waits for gives
// up at that time, and the client is told.
func Timeout(limit time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), limit)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}
