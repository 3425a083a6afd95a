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

// Unread responds to requests that could not be read: too large, too slow or
// malformed. Fasthttp passes only complete requests to the middleware of app.
func Unread(app *fiber.App, log *slog.Logger) func(*fasthttp.RequestCtx, error) {
	return func(r *fasthttp.RequestCtx, err error) {
		start := time.Now()
		c := app.AcquireCtx(r)
		defer app.ReleaseCtx(c)
		identify(c.Context(), c)
		_ = app.ErrorHandler(c, unreadable(err))    // strings always encode
		if len(r.Request.Header.RawHeaders()) > 0 { // otherwise there is nothing to log
			record(c, log, start)
		}
	}
}

// unreadable maps an error of fasthttp to one of apperr.
func unreadable(err error) error {
	if errors.Is(err, fasthttp.ErrBodyTooLarge) {
		return apperr.ErrTooLarge
	}
	if _, ok := errors.AsType[*fasthttp.ErrSmallBuffer](err); ok {
		return fiber.ErrRequestHeaderFieldsTooLarge
	}
	if errors.Is(err, fasthttp.ErrUnsupportedTransferEncoding) {
		return fiber.ErrNotImplemented
	}
	if failed, ok := errors.AsType[net.Error](err); ok && failed.Timeout() {
		return apperr.ErrSlowRequest
	}
	if refused, ok := errors.AsType[*fiber.Error](err); ok {
		return refused
	}
	return &apperr.BadRequest{Message: "request is malformed"}
}
