// Package middleware has the middleware of the router, one file each.
package middleware

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/deadline"
	"github.com/acme/everything/internal/requestid"
)

// RequestContext gives the context of a request its IDs, for the log, and a
// deadline for all that the handler waits for. The client gets the request ID.
func RequestContext(timeout time.Duration) fiber.Handler {
	return func(c fiber.Ctx) error {
		ctx := deadline.New(c.Context(), timeout)
		defer ctx.End()
		identify(ctx, c)
		return c.Next()
	}
}

// identify gives a request its IDs, in a context made from ctx.
func identify(ctx context.Context, c fiber.Ctx) {
	ids := requestid.Accept(c.Get(requestid.Header), c.Get(requestid.TraceHeader))
	c.Set(requestid.Header, ids.Request)
	c.SetContext(requestid.NewContext(ctx, ids))
}
