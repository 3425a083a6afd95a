package middleware

import (
	"log/slog"
	"time"

	"github.com/gin-gonic/gin"
)

// AccessLog writes one record for every request. The query stays out of it, as
// it may hold secrets.
func AccessLog(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := time.Now()
		defer func() {
			log.InfoContext(c.Request.Context(), "request",
				slog.String("method", c.Request.Method),
				slog.String("route", c.FullPath()),
				slog.String("path", c.Request.URL.Path),
				slog.Int("status", c.Writer.Status()),
				slog.Int("bytes", max(c.Writer.Size(), 0)), // -1 when there is no body
				slog.Int64("duration_us", time.Since(start).Microseconds()),
				slog.String("remote", c.Request.RemoteAddr))
		}()
		c.Next()
	}
}
