// Package handler holds the HTTP handlers: each binds the input, calls a store or
// service, and responds.
package handler

import (
	"log/slog"
	"net/http"

	"github.com/acme/payments/internal/resp"
)

// Func is an http.HandlerFunc that returns its error instead of responding to it.
type Func func(w http.ResponseWriter, r *http.Request) error

// respond sends data.
func respond(w http.ResponseWriter, status int, data any) error {
	return resp.Write(w, status, resp.OK(data))
}

// Errors returns an adapter that responds to the errors of handlers and logs those
// that are the server's fault. Nothing else does either.
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
			case status > http.StatusInternalServerError: // temporary
				log.WarnContext(r.Context(), "request failed", slog.Any("error", err))
			}
			_ = resp.Write(w, status, body) // strings always encode
		}
	}
}
