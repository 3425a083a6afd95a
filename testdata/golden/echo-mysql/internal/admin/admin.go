// Package admin serves the listener for operators: probes, status and profiles.
package admin

import (
	"log/slog"
	"net/http"
	"net/http/pprof"

	"github.com/acme/tracks/internal/health"
	"github.com/acme/tracks/internal/logger"
	"github.com/acme/tracks/internal/resp"
)

// New returns the routes of the admin listener.
func New(state *health.State, log *slog.Logger) *Mux {
	mux := new(Mux)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		_ = resp.Write(w, http.StatusOK, resp.OK(nil)) // always encodes
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		err := state.Ready(r.Context())
		if err != nil {
			log.WarnContext(r.Context(), "not ready", slog.Any("error", err))
		}
		status, body := resp.Of(err)
		_ = resp.Write(w, status, body) // always encodes
	})
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, r *http.Request) {
		_ = resp.Write(w, http.StatusOK, resp.OK(state.Report(r.Context()))) // always encodes
	})
	mux.HandleFunc("GET /loglevel", func(w http.ResponseWriter, _ *http.Request) {
		_ = resp.Write(w, http.StatusOK, resp.OK(logger.Level(log))) // always encodes
	})
	mux.HandleFunc("PUT /loglevel", func(w http.ResponseWriter, r *http.Request) {
		status, body := resp.Of(setLevel(log, r))
		_ = resp.Write(w, status, body) // always encodes
	})

	mux.HandleFunc("GET /debug/{$}", mux.index)
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}
