// Package handler answers HTTP requests: bind the input, call what knows the
// answer, respond.
package handler

import (
	"log/slog"
	"net/http"

	"github.com/acme/depot/internal/resp"
)

// Func is an http.HandlerFunc that returns its error in place of answering it.
type Func func(w http.ResponseWriter, r *http.Request) error

// respond answers with data.
func respond(w http.ResponseWriter, status int, data any) error {
	return resp.Write(w, status, resp.OK(data))
}

// Errors returns an adapter that answers for the handlers that failed, and logs
// the failures that are the server's own. No other place does either.
func Errors(log *slog.Logger) func(Func) http.HandlerFunc {
	return func(h Func) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			err := h(w, r)
			if err == nil {
				return
			}
			status, body := resp.Of(err)
			switch {
			case status == http.StatusInternalServerError:
				log.ErrorContext(r.Context(), "request failed", slog.Any("error", err))
			case status > http.StatusInternalServerError: // passes by itself
				log.WarnContext(r.Context(), "request failed", slog.Any("error", err))
			}
			_ = resp.Write(w, status, body) // plain strings always encode
		}
	}
}
