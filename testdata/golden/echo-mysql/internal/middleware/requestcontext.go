// Package middleware has the middleware of the router, one file each.
package middleware

import (
	"time"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/deadline"
	"github.com/acme/tracks/internal/requestid"
)

// RequestContext gives the context of a request its IDs, for the log, and a
// deadline for all that the handler waits for. The client gets the request ID.
func RequestContext(timeout time.Duration) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			r := c.Request()
			ids := requestid.Accept(r.Header.Get(requestid.Header), r.Header.Get(requestid.TraceHeader))
			c.Response().Header().Set(requestid.Header, ids.Request)
			ctx := deadline.New(r.Context(), timeout)
			defer ctx.End()
			c.SetRequest(r.WithContext(requestid.NewContext(ctx, ids)))
			return next(c)
		}
	}
}
