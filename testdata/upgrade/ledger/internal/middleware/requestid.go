// Package middleware holds what surrounds every handler, one file each.
package middleware

import (
	"github.com/labstack/echo/v5"

	"github.com/acme/ledger/internal/requestid"
)

// RequestID names the request: in its context for the log, in the answer for
// the client.
func RequestID() echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			r := c.Request()
			ids := requestid.Accept(r.Header.Get(requestid.Header), r.Header.Get(requestid.TraceHeader))
			c.Response().Header().Set(requestid.Header, ids.Request)
			c.SetRequest(r.WithContext(requestid.NewContext(r.Context(), ids)))
			return next(c)
		}
	}
}
