package middleware

import (
	"bytes"
	"context"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"

	"github.com/acme/everything/internal/idempotency"
)

// Idempotency handles a request once per Idempotency-Key. A retry gets the
// response of the first request.
func Idempotency(guard idempotency.Guard) fiber.Handler {
	return func(c fiber.Ctx) error {
		keys := c.Request().Header.PeekAll(idempotency.Header)
		if !guard.Covers(c.Method(), len(keys) > 0) {
			return c.Next()
		}
		ctx, before, handled := c.Context(), &fasthttp.ResponseHeader{}, false
		defer c.SetContext(ctx)
		c.Response().Header.CopyTo(before)
		earlier, err := guard.Do(ctx, described(c, keys), c.Set, func(ctx context.Context) (idempotency.Answer, error) {
			c.SetContext(ctx)
			if err := c.Next(); err != nil {
				return idempotency.Answer{}, err
			}
			handled = true
			return answerOf(c.Response()), nil
		})
		switch {
		case err != nil && handled: // but the effect was not stored, so the response must not be sent
			c.Response().ResetBody()
			before.CopyTo(&c.Response().Header)
		case earlier != nil:
			earlier.Replay(c.Set, c.Response().SetStatusCode, c)
		}
		return err
	}
}

// described returns the part of a request that a guard needs.
func described(c fiber.Ctx, keys [][]byte) idempotency.Request {
	return idempotency.Request{
		Method: c.Method(), Path: c.Path(), Query: string(c.Request().URI().QueryString()),
		ContentType: c.Get(fiber.HeaderContentType), Body: c.BodyRaw(),
		Key: string(bytes.Join(keys, []byte(", "))), // several keys are invalid
	}
}

// answerOf returns a response, without its body if that is a stream, which is
// sent later.
func answerOf(r *fasthttp.Response) idempotency.Answer {
	get := func(name string) string { return string(r.Header.Peek(name)) }
	if r.IsBodyStream() {
		answer := idempotency.NewAnswer(r.StatusCode(), get, nil)
		answer.Lost = true
		return answer
	}
	return idempotency.NewAnswer(r.StatusCode(), get, r.Body())
}
