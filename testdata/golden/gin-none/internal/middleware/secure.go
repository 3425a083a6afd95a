package middleware

import (
	"github.com/gin-gonic/gin"

	"github.com/acme/empty/v2/internal/secure"
)

// Secure sends the security headers with every answer, errors included. A
// handler that needs another value sets its own.
func Secure(headers secure.Headers) gin.HandlerFunc {
	return func(c *gin.Context) {
		headers.Set(c.Request.URL.Path, c.Header)
		c.Next()
	}
}
