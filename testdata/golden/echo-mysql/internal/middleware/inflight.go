package middleware

import (
	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/resp"
)

// InFlight handles at most limit requests at a time, 0 for any number, and
// responds 503 to others at once: in a queue, all would wait too long.
func InFlight(limit int) echo.MiddlewareFunc {
	places := make(chan struct{}, limit)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			if limit == 0 || isProbe(c.Request().URL.Path) {
				return next(c)
			}
			select {
			case places <- struct{}{}:
				defer func() { <-places }()
				return next(c)
			default:
				status, body := resp.Of(apperr.ErrOverloaded)
				return resp.Write(c.Response(), status, body)
			}
		}
	}
}
