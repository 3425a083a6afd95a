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
			entry{
				method: c.Request.Method,
				route:  c.FullPath(),
				path:   c.Request.URL.Path,
				status: c.Writer.Status(),
				bytes:  int64(max(c.Writer.Size(), 0)), // -1 without a body
				remote: c.Request.RemoteAddr,
				start:  start,
			}.write(c.Request.Context(), log)
		}()
		c.Next()
	}
}
