package middleware

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/ratelimit"
)

// RateLimit refuses the requests of clients that have spent their quota.
func RateLimit(limiter ratelimit.Limiter) fiber.Handler {
	return func(c fiber.Ctx) error {
		sent := ratelimit.Request{Method: method(c), Path: string(c.Request().URI().Path()), Remote: c.RequestCtx().RemoteAddr().String()}
		for _, value := range c.Request().Header.PeekAll(fiber.HeaderXForwardedFor) {
			sent.Forwarded = append(sent.Forwarded, string(value))
		}
		if !limiter.Allow(sent, c.Set) {
			return apperr.ErrTooManyRequests
		}
		return c.Next()
	}
}
