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
				log.InfoContext(r.Context(), "request",
					slog.String("method", r.Method),
					slog.String("route", c.RouteInfo().Path),
					slog.String("path", r.URL.Path),
					slog.Int("status", status),
					slog.Int64("bytes", sent.Size),
					slog.Int64("duration_us", time.Since(start).Microseconds()),
					slog.String("remote", r.RemoteAddr))
			}()
			if err := next(c); err != nil {
				c.Echo().HTTPErrorHandler(c, err) // now, so that the record has its status
			}
			return nil
		}
	}
}
