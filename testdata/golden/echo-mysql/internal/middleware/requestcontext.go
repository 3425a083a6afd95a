// Package middleware holds the HTTP middleware, one per file.
package middleware

import (
	"context"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/pathprefix"
	"github.com/acme/tracks/internal/requestid"
)

// RequestContext adds the request and trace IDs, for the log, a deadline and the
// path prefix to the context of a request. The request ID is also sent to the
// client.
func RequestContext(timeout time.Duration, prefix string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			r := c.Request()
			ids := requestid.Accept(r.Header.Get(requestid.Header), r.Header.Get(requestid.TraceHeader))
			c.Response().Header().Set(requestid.Header, ids.Request)
			ctx, cancel := context.WithTimeout(r.Context(), timeout)
			defer cancel()
			c.SetRequest(r.WithContext(requestid.NewContext(pathprefix.NewContext(ctx, prefix), ids)))
			return next(c)
		}
	}
}
