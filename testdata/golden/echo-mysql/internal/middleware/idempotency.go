package middleware

import (
	"context"
	"maps"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/idempotency"
)

// Idempotency handles a request once per Idempotency-Key. A retry gets the
// response of the first request.
func Idempotency(guard idempotency.Guard) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			r, w := c.Request(), c.Response()
			sent, ok := describe(guard, r)
			if !ok {
				return next(c)
			}
			defer c.SetRequest(r)
			defer c.SetResponse(w)
			answer := buffer(w)
			c.SetResponse(answer)
			earlier, err := guard.Do(r.Context(), sent, w.Header().Set, func(ctx context.Context) (idempotency.Answer, error) {
				c.SetRequest(r.WithContext(ctx))
				if err := next(c); err != nil {
					maps.Copy(w.Header(), answer.header) // such as Allow
					return idempotency.Answer{}, err
				}
				return answer.answer(), nil
			})
			switch {
			case err != nil:
				return err
			case earlier != nil:
				earlier.Replay(w.Header().Set, w.WriteHeader, w)
			default:
				answer.sendTo(w)
			}
			return nil
		}
	}
}
