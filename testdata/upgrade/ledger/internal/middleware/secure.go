package middleware

import (
	"github.com/labstack/echo/v5"

	"github.com/acme/ledger/internal/secure"
)

// Secure sends the security headers with every answer, errors included. A
// handler that needs another value sets its own.
func Secure(headers secure.Headers) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			headers.Set(c.Request().URL.Path, c.Response().Header().Set)
			return next(c)
		}
	}
}
