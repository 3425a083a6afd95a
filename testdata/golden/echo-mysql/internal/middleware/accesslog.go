package middleware

import (
	"log/slog"
	"time"

	"github.com/labstack/echo/v5"
)

// AccessLog writes one record for every request. The query stays out of it, as
// it may hold secrets.
func AccessLog(log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			start := time.Now()
			defer func() {
				r := c.Request()
				sent, status := echo.ResolveResponseStatus(c.Response(), nil)
				entry{
					method: r.Method,
					route:  c.RouteInfo().Path,
					path:   r.URL.Path,
					status: status,
					bytes:  sent.Size,
					remote: r.RemoteAddr,
					start:  start,
				}.write(r.Context(), log)
			}()
			if err := next(c); err != nil {
				c.Echo().HTTPErrorHandler(c, err) // now, so that the record has its status
			}
			return nil
		}
	}
}
