// Package middleware holds what surrounds every handler, one file each.
package middleware

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/rooms/internal/requestid"
)

// RequestID names the request: in its context for the log, in the answer for
// the client.
func RequestID() fiber.Handler {
	return func(c fiber.Ctx) error {
		identify(c)
		return c.Next()
	}
}

// identify names one request.
func identify(c fiber.Ctx) {
	ids := requestid.Accept(c.Get(requestid.Header), c.Get(requestid.TraceHeader))
	c.Set(requestid.Header, ids.Request)
	c.SetContext(requestid.NewContext(c.Context(), ids))
}
