package middleware

import "github.com/gin-gonic/gin"

// BodyLimit makes reading a body of more than limit bytes fail.
func BodyLimit(limit int64) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Request.Body = limited(c.Writer, c.Request, limit)
		c.Next()
	}
}
