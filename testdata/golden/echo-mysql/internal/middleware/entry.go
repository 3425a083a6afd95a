package middleware

import (
	"context"
	"log/slog"
	"time"

	"github.com/acme/tracks/internal/logger"
)

// entry is the access log record of one request.
type entry struct {
	method, route, path, remote string
	status                      int
	bytes                       int64
	start                       time.Time
}

func (e entry) write(ctx context.Context, log *slog.Logger) {
	end := time.Now()
	logger.Request(ctx, log, end, e.status,
		slog.String("method", e.method),
		slog.String("route", e.route),
		slog.String("path", e.path),
		slog.Int("status", e.status),
		slog.Int64("bytes", e.bytes),
		slog.Int64("duration_us", end.Sub(e.start).Microseconds()),
		slog.String("remote", e.remote))
}
