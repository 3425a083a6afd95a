package admin

import (
	"log/slog"
	"net/http"

	"github.com/acme/shelf/internal/apperr"
	"github.com/acme/shelf/internal/logger"
)

// setLevel changes the level of the log to the one in the query, as in
// ?level=debug, until the program ends.
func setLevel(log *slog.Logger, r *http.Request) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(r.URL.Query().Get("level"))); err != nil {
		return &apperr.BadRequest{Message: "level: must be debug, info, warn or error"}
	}
	log.WarnContext(r.Context(), "the level of the log changes", slog.String("level", level.String()))
	logger.Level(log).Set(level)
	return nil
}
