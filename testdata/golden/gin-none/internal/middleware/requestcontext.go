// Package middleware has the middleware of the router, one file each.
package middleware

import (
	"time"

	"github.com/gin-gonic/gin"

	"github.com/acme/empty/v2/internal/deadline"
	"github.com/acme/empty/v2/internal/requestid"
)

// RequestContext gives the context of a request its IDs, for the log, and a
// deadline for all that the handler waits for. The client gets the request ID.
func RequestContext(timeout time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		ids := requestid.Accept(c.GetHeader(requestid.Header), c.GetHeader(requestid.TraceHeader))
		c.Header(requestid.Header, ids.Request)
		ctx := deadline.New(c.Request.Context(), timeout)
		defer ctx.End()
		c.Request = c.Request.WithContext(requestid.NewContext(ctx, ids))
		c.Next()
	}
}
