package middleware

import (
	"github.com/gin-gonic/gin"

	"github.com/acme/empty/v2/internal/secure"
)

// Secure sets the security headers of every response, errors included. A handler
// may override them.
func Secure(headers secure.Headers) gin.HandlerFunc {
	return func(c *gin.Context) {
		headers.Set(c.Request.URL.Path, c.Header)
		c.Next()
	}
}
