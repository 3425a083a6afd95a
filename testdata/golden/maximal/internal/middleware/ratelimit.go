package middleware

import (
	"net/url"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/principal"
	"github.com/acme/everything/internal/ratelimit"
)

// RateLimit rejects the requests of clients that have used up their quota.
func RateLimit(limiter ratelimit.Limiter) fiber.Handler {
	return func(c fiber.Ctx) error {
		// The path as it is routed: the URI's path has its dot segments resolved, so
		// /books/..%2f..%2fhealthz would pass for an exempt path.
		path, err := url.PathUnescape(c.Path())
		if err != nil {
			path = c.Path()
		}
		client := limiter.Client(c.RequestCtx().RemoteAddr().String(), c.GetReqHeaders()[fiber.HeaderXForwardedFor])
		client = principal.Key(c.Context(), client)
		if !limiter.Allow(client, method(c), path, c.Set) {
			return apperr.ErrTooManyRequests
		}
		return c.Next()
	}
}
