package middleware

import (
	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/guard"
	"github.com/acme/notes/internal/principal"
)

// Principal makes room for the principal of a request.
func Principal() gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Request = c.Request.WithContext(principal.NewContext(c.Request.Context()))
		c.Next()
	}
}

// Authenticate sets the principal of a request, if its credentials are valid.
func Authenticate(g guard.Guard) gin.HandlerFunc {
	return func(c *gin.Context) {
		r := c.Request
		g.Authenticate(r.Context(), r.Header.Values("Authorization"))
		c.Next()
	}
}

// Require rejects requests unless their principal has a role.
func Require(role string) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := guard.Require(c.Request.Context(), role, c.Header); err != nil {
			_ = c.Error(err) // for the middleware that responds to errors
			c.Abort()
		}
	}
}
