// Package middleware holds the HTTP middleware, one per file.
package middleware

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/pathprefix"
	"github.com/acme/notes/internal/requestid"
)

// RequestContext adds the request and trace IDs, for the log, a deadline and the
// path prefix to the context of a request. The request ID is also sent to the
// client.
func RequestContext(timeout time.Duration, prefix string) gin.HandlerFunc {
	return func(c *gin.Context) {
		ids := requestid.Accept(c.GetHeader(requestid.Header), c.GetHeader(requestid.TraceHeader))
		c.Header(requestid.Header, ids.Request)
		ctx, cancel := context.WithTimeout(c.Request.Context(), timeout)
		defer cancel()
		c.Request = c.Request.WithContext(requestid.NewContext(pathprefix.NewContext(ctx, prefix), ids))
		c.Next()
	}
}
