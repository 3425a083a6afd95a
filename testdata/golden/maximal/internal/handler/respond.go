// Package handler holds the HTTP handlers: each binds the input, calls a store or
// service, and responds.
package handler

import (
	"errors"
	"log/slog"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/resp"
)

// respond sends data.
func respond(c fiber.Ctx, status int, data any) error {
	return c.Status(status).JSON(resp.OK(data))
}

// Errors returns the error handler of fiber. It responds to the errors of handlers
// and logs those that are the server's fault. Nothing else does either.
func Errors(log *slog.Logger) fiber.ErrorHandler {
	return func(c fiber.Ctx, err error) error {
		status, body := answerTo(err)
		switch status {
		case fiber.StatusInternalServerError:
			log.ErrorContext(c.Context(), "request failed", slog.Any("error", err))
		case fiber.StatusServiceUnavailable, fiber.StatusGatewayTimeout: // temporary
			log.WarnContext(c.Context(), "request failed", slog.Any("error", err))
		}
		if status == fiber.StatusServiceUnavailable {
			c.Set(fiber.HeaderRetryAfter, resp.RetryAfter)
		}
		return c.Status(status).JSON(body)
	}
}

// answerTo is resp.Of that also knows the errors of fiber.
func answerTo(err error) (status int, body resp.Body) {
	switch {
	case errors.Is(err, fiber.ErrNotFound):
		err = apperr.ErrRouteNotFound
	case errors.Is(err, fiber.ErrMethodNotAllowed):
		err = apperr.ErrMethodNotAllowed
	case errors.Is(err, fiber.ErrRequestHeaderFieldsTooLarge):
		return fiber.StatusRequestHeaderFieldsTooLarge, resp.Body{Code: resp.CodeTooLarge, Message: "header too large"}
	case errors.Is(err, fiber.ErrNotImplemented):
		return fiber.StatusNotImplemented, resp.Body{Code: resp.CodeBadRequest, Message: "transfer coding not supported"}
	case errors.Is(err, fiber.ErrHTTPVersionNotSupported):
		return fiber.StatusHTTPVersionNotSupported, resp.Body{Code: resp.CodeBadRequest, Message: "HTTP version not supported"}
	}
	return resp.Of(err)
}
