package admin_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/acme/notes/internal/admin"
	"github.com/acme/notes/internal/health"
)

func TestAdmin(t *testing.T) {
	state := health.New()
	state.SetServing(true)
	h := admin.New(state, slog.New(slog.DiscardHandler))
	get := func(path string, want int) {
		t.Helper()
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
		if rec.Code != want {
			t.Errorf("GET %s: %d, want %d", path, rec.Code, want)
		}
	}
	get("/healthz", http.StatusOK)
	get("/readyz", http.StatusOK)
	get("/status", http.StatusOK)
	get("/debug/pprof/", http.StatusOK)
	get("/debug/pprof/goroutine?debug=1", http.StatusOK)
	get("/", http.StatusNotFound)

	state.SetServing(false)
	get("/healthz", http.StatusOK)
	get("/readyz", http.StatusServiceUnavailable)
}
