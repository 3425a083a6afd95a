package middleware

import (
	"errors"
	"log/slog"
	"net"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"

	"github.com/acme/rooms/internal/apperr"
)

// Unread answers the requests that could not be read to their end: too large,
// too slow, malformed. They never get to the middleware of app, which fasthttp
// calls for whole requests only.
func Unread(app *fiber.App, log *slog.Logger) func(*fasthttp.RequestCtx, error) {
	return func(r *fasthttp.RequestCtx, err error) {
		start := time.Now()
		c := app.AcquireCtx(r)
		defer app.ReleaseCtx(c)
		identify(c.Context(), c)
		_ = app.ErrorHandler(c, unreadable(err))    // plain strings always encode
		if len(r.Request.Header.RawHeaders()) > 0 { // or else there is nothing to tell
			record(c, log, start)
		}
	}
}

// unreadable says in the words of the program why a request was not read.
func unreadable(err error) error {
	if errors.Is(err, fasthttp.ErrBodyTooLarge) {
		return apperr.ErrTooLarge
	}
	if _, ok := errors.AsType[*fasthttp.ErrSmallBuffer](err); ok {
		return fiber.ErrRequestHeaderFieldsTooLarge
	}
	if failed, ok := errors.AsType[net.Error](err); ok && failed.Timeout() {
		return apperr.ErrSlowRequest
	}
	return &apperr.BadRequest{Message: "request is malformed"}
}
