// Package middleware holds the HTTP middleware, one per file.
package middleware

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/pathprefix"
	"github.com/acme/everything/internal/requestid"
)

// RequestContext adds the request and trace IDs, for the log, a deadline and the
// path prefix to the context of a request. The request ID is also sent to the
// client.
func RequestContext(timeout time.Duration, prefix string) fiber.Handler {
	return func(c fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.Context(), timeout)
		defer cancel()
		identify(pathprefix.NewContext(ctx, prefix), c)
		return c.Next()
	}
}

// identify gives a request its IDs, in a context made from ctx.
func identify(ctx context.Context, c fiber.Ctx) {
	ids := requestid.Accept(c.Get(requestid.Header), c.Get(requestid.TraceHeader))
	c.Response().Header.SetCanonical([]byte(requestid.Header), []byte(ids.Request))
	c.SetContext(requestid.NewContext(ctx, ids))
}
