package middleware

import (
	"context"
	"time"

	"github.com/labstack/echo/v5"
)

// Timeout gives the request a deadline. Whatever the handler waits for gives
// up at that time, and the client is told.
func Timeout(limit time.Duration) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			ctx, cancel := context.WithTimeout(c.Request().Context(), limit)
			defer cancel()
			c.SetRequest(c.Request().WithContext(ctx))
			return next(c)
		}
	}
}
