package middleware

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/ledger/internal/cors"
)

// CORS tells browsers what pages of other origins may do, and answers their
// preflights.
func CORS(policy cors.Policy) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			r := c.Request()
			if policy.Apply(r.Method, r.Header.Get, c.Response().Header().Add) {
				return c.NoContent(http.StatusNoContent)
			}
			return next(c)
		}
	}
}
