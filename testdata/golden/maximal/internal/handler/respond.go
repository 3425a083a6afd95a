// Package handler answers HTTP requests: bind the input, call what knows the
// answer, respond.
package handler

import (
	"errors"
	"log/slog"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/resp"
)

// respond answers with data.
func respond(c fiber.Ctx, status int, data any) error {
	return c.Status(status).JSON(resp.OK(data))
}

// Errors returns the error handler of fiber. It answers for the handlers that
// failed, and logs the failures that are the server's own. No other place does
// either.
func Errors(log *slog.Logger) fiber.ErrorHandler {
	return func(c fiber.Ctx, err error) error {
		status, body := answerTo(err)
		switch {
		case status == fiber.StatusInternalServerError:
			log.ErrorContext(c.Context(), "request failed", slog.Any("error", err))
		case status > fiber.StatusInternalServerError: // passes by itself
			log.WarnContext(c.Context(), "request failed", slog.Any("error", err))
		}
		return c.Status(status).JSON(body)
	}
}

// answerTo is resp.Of for errors of fiber, too.
func answerTo(err error) (status int, body resp.Body) {
	switch {
	case errors.Is(err, fiber.ErrNotFound):
		err = apperr.ErrRouteNotFound
	case errors.Is(err, fiber.ErrMethodNotAllowed):
		err = apperr.ErrMethodNotAllowed
	case errors.Is(err, fiber.ErrRequestHeaderFieldsTooLarge):
		return fiber.StatusRequestHeaderFieldsTooLarge, resp.Body{Code: resp.CodeTooLarge, Message: "header too large"}
	}
	return resp.Of(err)
}
