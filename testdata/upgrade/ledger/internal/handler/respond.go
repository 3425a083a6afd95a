// Package handler answers HTTP requests: bind the input, call what knows the
// answer, respond.
package handler

import (
	"errors"
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/ledger/internal/apperr"
	"github.com/acme/ledger/internal/resp"
)

// respond answers with data.
func respond(c *echo.Context, status int, data any) error {
	return resp.Write(c.Response(), status, resp.OK(data))
}

// Errors returns the error handler of echo. It answers for the handlers that
// failed, and logs the failures that are the server's own. No other place does
// either.
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
		case status > http.StatusInternalServerError: // passes by itself
			log.WarnContext(ctx, "request failed", slog.Any("error", err))
		}
		_ = resp.Write(c.Response(), status, body) // plain strings always encode
	}
}
