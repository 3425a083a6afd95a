package middleware

import (
	"bytes"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/idempotency"
)

// Idempotency handles a request once per Idempotency-Key. A retry gets the
// response of the first request.
func Idempotency(guard idempotency.Guard) fiber.Handler {
	return func(c fiber.Ctx) error {
		key := string(bytes.Join(c.Request().Header.PeekAll(idempotency.Header), []byte(", "))) // several keys are invalid
		if !guard.Covers(c.Method(), key) {
			return c.Next()
		}
		claim, earlier, err := guard.Begin(c.Context(), idempotency.Request{
			Method: c.Method(), Path: c.Path(), Query: string(c.Request().URI().QueryString()),
			ContentType: c.Get(fiber.HeaderContentType), Key: key, Body: c.BodyRaw(),
		})
		switch {
		case err != nil:
			return err
		case earlier != nil:
			earlier.Replay(c.Set, c.Response().SetStatusCode, c)
			return nil
		}
		defer claim.Release(c.Context())
		if err := c.Next(); err != nil {
			return err
		}
		answer := c.Response()
		if claim.Lost = answer.IsBodyStream(); !claim.Lost { // a stream is sent later and cannot be recorded
			claim.Note(answer.Body())
		}
		claim.Keep(c.Context(), answer.StatusCode(), func(name string) string { return string(answer.Header.Peek(name)) })
		return nil
	}
}
