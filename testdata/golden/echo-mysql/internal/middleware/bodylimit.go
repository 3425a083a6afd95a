package middleware

import (
	"net/http"

	"github.com/labstack/echo/v5"
)

// BodyLimit makes reading a body of more than limit bytes fail.
func BodyLimit(limit int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			r := c.Request()
			r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
			return next(c)
		}
	}
}
