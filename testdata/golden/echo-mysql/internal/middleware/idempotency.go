package middleware

import (
	"cmp"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/idempotency"
)

// Idempotency handles a request once per Idempotency-Key. A retry gets the
// response of the first request.
func Idempotency(guard idempotency.Guard) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			ctx, w := c.Request().Context(), c.Response()
			sent, ok := describe(guard, c.Request())
			if !ok {
				return next(c)
			}
			claim, earlier, err := guard.Begin(ctx, sent)
			switch {
			case err != nil:
				return err
			case earlier != nil:
				earlier.Replay(w.Header().Set, w.WriteHeader, w)
				return nil
			}
			defer claim.Release(ctx)
			defer c.SetResponse(w)
			answer := &noting{ResponseWriter: w, claim: claim}
			c.SetResponse(answer)
			if err := next(c); err != nil {
				return err
			}
			claim.Keep(ctx, cmp.Or(answer.status, http.StatusOK), w.Header().Get)
			return nil
		}
	}
}
