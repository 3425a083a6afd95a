package middleware

import (
	"net/url"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/apperr"
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
		sent := ratelimit.Request{Method: method(c), Path: path, Remote: c.RequestCtx().RemoteAddr().String()}
		for _, value := range c.Request().Header.PeekAll(fiber.HeaderXForwardedFor) {
			sent.Forwarded = append(sent.Forwarded, string(value))
		}
		if !limiter.Allow(sent, c.Set) {
			return apperr.ErrTooManyRequests
		}
		return c.Next()
	}
}
