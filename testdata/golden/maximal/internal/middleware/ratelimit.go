package middleware

import (
	"net/url"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/ratelimit"
)

// RateLimit refuses the requests of clients that have spent their quota.
func RateLimit(limiter ratelimit.Limiter) fiber.Handler {
	return func(c fiber.Ctx) error {
		// As it is routed: the path of the URI has its dots resolved, and would let
		// /books/..%2f..%2fhealthz pass for what is exempt.
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
