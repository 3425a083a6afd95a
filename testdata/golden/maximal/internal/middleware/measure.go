package middleware

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/metrics"
)

// Measure measures requests. Errors of handlers have become responses when they
// arrive here.
func Measure(requests *metrics.Requests) fiber.Handler {
	return func(c fiber.Ctx) error {
		requests.Begin()
		err := c.Next()
		r := metrics.Request{
			Method:   method(c),
			Status:   c.Response().StatusCode(),
			Start:    c.RequestCtx().Time(),
			Received: int64(len(c.Request().Body())),
			Sent:     int64(size(c.Response())),
		}
		if c.Matched() {
			r.Route = c.FullPath()
		}
		requests.End(c.Context(), r)
		return err
	}
}
