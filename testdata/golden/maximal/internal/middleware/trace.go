package middleware

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/requestid"
	"github.com/acme/everything/internal/tracing"
)

// Trace records each request as a span. Errors of handlers have become responses
// when they arrive here.
func Trace(t *tracing.Tracing) fiber.Handler {
	return func(c fiber.Ctx) error {
		ctx, span := t.Server(c.Context(), traced(c))
		c.SetContext(ctx)
		err := c.Next()
		route := ""
		if c.Matched() {
			route = c.FullPath()
		}
		span.End(route, c.Response().StatusCode())
		return err
	}
}

// traced returns what the span of a request tells.
func traced(c fiber.Ctx) tracing.Request {
	return tracing.Request{
		Method: method(c), Path: c.Path(), Host: c.Host(), Remote: address(c.RequestCtx().RemoteAddr()), UserAgent: c.Get(fiber.HeaderUserAgent),
		Parent: c.Get(requestid.TraceHeader), State: c.Get("Tracestate"),
	}
}
