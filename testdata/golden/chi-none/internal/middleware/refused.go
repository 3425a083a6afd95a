package middleware

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/acme/shelf/internal/resp"
)

// refused returns the response to err, and logs what is the server's fault, as
// handlers do.
func refused(ctx context.Context, log *slog.Logger, err error) (status int, body resp.Body) {
	status, body = resp.Of(err)
	switch {
	case status == http.StatusInternalServerError:
		log.ErrorContext(ctx, "request failed", slog.Any("error", err))
	case status > http.StatusInternalServerError: // temporary
		log.WarnContext(ctx, "request failed", slog.Any("error", err))
	}
	return status, body
}
