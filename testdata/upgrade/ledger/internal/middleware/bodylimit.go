package middleware

import "github.com/labstack/echo/v5"

// BodyLimit makes reading a body of more than limit bytes fail.
func BodyLimit(limit int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			r := c.Request()
			r.Body = limited(c.Response(), r, limit)
			return next(c)
		}
	}
}
