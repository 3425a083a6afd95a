package middleware

import (
	"log/slog"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"
)

// AccessLog writes one record for every request. The query stays out of it, as
// it may hold secrets.
func AccessLog(log *slog.Logger) fiber.Handler {
	return func(c fiber.Ctx) error {
		start := time.Now()
		if err := c.Next(); err != nil {
			_ = c.App().ErrorHandler(c, err) // now, so that the record has its status
		}
		record(c, log, start)
		return nil
	}
}

// record writes the record of a request that was answered.
func record(c fiber.Ctx, log *slog.Logger, start time.Time) {
	route := ""
	if c.Matched() {
		route = c.FullPath()
	}
	log.InfoContext(c.Context(), "request",
		slog.String("method", method(c)),
		slog.String("route", route),
		slog.String("path", c.Path()),
		slog.Int("status", c.Response().StatusCode()),
		slog.Int("bytes", size(c.Response())),
		slog.Int64("duration_us", time.Since(start).Microseconds()),
		slog.String("remote", c.RequestCtx().RemoteAddr().String()))
}

// size is that of the body of an answer. It leaves streams alone, which are
// sent later.
func size(answer *fasthttp.Response) int {
	if answer.IsBodyStream() {
		return max(answer.Header.ContentLength(), 0) // -1 when nobody knows
	}
	return len(answer.Body())
}
