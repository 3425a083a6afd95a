package middleware

import (
	"context"
	"log/slog"
	"time"
)

// entry is the access log record of one request.
type entry struct {
	method, route, path, remote string
	status                      int
	bytes                       int64
	start                       time.Time
}

// write makes the record itself, as a logger would look up the caller for
// every request.
func (e entry) write(ctx context.Context, log *slog.Logger) {
	if !log.Enabled(ctx, slog.LevelInfo) {
		return
	}
	end := time.Now()
	record := slog.NewRecord(end, slog.LevelInfo, "request", 0)
	record.AddAttrs(
		slog.String("method", e.method),
		slog.String("route", e.route),
		slog.String("path", e.path),
		slog.Int("status", e.status),
		slog.Int64("bytes", e.bytes),
		slog.Int64("duration_us", end.Sub(e.start).Microseconds()),
		slog.String("remote", e.remote))
	_ = log.Handler().Handle(ctx, record) // a logger ignores the error, too
}
