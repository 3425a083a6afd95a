// Package middleware holds what surrounds every handler, one file each.
package middleware

import (
	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/requestid"
)

// RequestID names the request: in its context for the log, in the answer for
// the client.
func RequestID() gin.HandlerFunc {
	return func(c *gin.Context) {
		ids := requestid.Accept(c.GetHeader(requestid.Header), c.GetHeader(requestid.TraceHeader))
		c.Header(requestid.Header, ids.Request)
		c.Request = c.Request.WithContext(requestid.NewContext(c.Request.Context(), ids))
		c.Next()
	}
}
