// Package handler holds the HTTP handlers: each binds the input, calls a store or
// service, and responds.
package handler

import (
	"errors"
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/resp"
)

// respond sends data.
func respond(c *echo.Context, status int, data any) error {
	return resp.Write(c.Response(), status, resp.OK(data))
}

// Errors returns the error handler of echo. It responds to the errors of handlers
// and logs those that are the server's fault. Nothing else does either.
func Errors(log *slog.Logger) echo.HTTPErrorHandler {
	return func(c *echo.Context, err error) {
		if sent, _ := echo.UnwrapResponse(c.Response()); sent != nil && sent.Committed {
			return
		}
		if errors.Is(err, echo.ErrNotFound) { // from the router
			err = apperr.ErrRouteNotFound
		}
		status, body := resp.Of(err)
		ctx := c.Request().Context()
		switch {
		case status == http.StatusInternalServerError:
			log.ErrorContext(ctx, "request failed", slog.Any("error", err))
		case status > http.StatusInternalServerError: // temporary
			log.WarnContext(ctx, "request failed", slog.Any("error", err))
		}
		_ = resp.Write(c.Response(), status, body) // strings always encode
	}
}
