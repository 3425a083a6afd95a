package middleware

import (
	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/principal"
	"github.com/acme/tracks/internal/ratelimit"
)

// RateLimit rejects the requests of clients that have used up their quota.
func RateLimit(limiter ratelimit.Limiter) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			r := c.Request()
			client := limiter.Client(r.RemoteAddr, r.Header.Values("X-Forwarded-For"))
			client = principal.Key(c.Request().Context(), client)
			if !limiter.Allow(client, r.Method, r.URL.Path, c.Response().Header().Set) {
				return apperr.ErrTooManyRequests
			}
			return next(c)
		}
	}
}
