package admin_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/acme/tracks/internal/admin"
	"github.com/acme/tracks/internal/health"
	"github.com/acme/tracks/internal/logger"
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

func TestLogLevel(t *testing.T) {
	var out bytes.Buffer
	log := logger.New(logger.Config{Format: "json"}, &out)
	h := admin.New(health.New(), log)
	send := func(method, query string) *httptest.ResponseRecorder {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), method, "/loglevel"+query, http.NoBody))
		return rec
	}
	for _, level := range []string{"debug", "ERROR"} {
		if rec := send(http.MethodPut, "?level="+level); rec.Code != http.StatusOK {
			t.Errorf("%s: %d %s", level, rec.Code, rec.Body)
		}
		if rec := send(http.MethodGet, ""); !strings.Contains(rec.Body.String(), strings.ToUpper(level)) {
			t.Errorf("after %s: %s", level, rec.Body)
		}
	}
	for _, query := range []string{"", "?level=", "?level=loud"} {
		if rec := send(http.MethodPut, query); rec.Code != http.StatusBadRequest {
			t.Errorf("%q: %d", query, rec.Code)
		}
	}
	if got := logger.Level(log).Level(); got != slog.LevelError {
		t.Errorf("the level is %s", got)
	}
}

// TestIndex checks that the page lists the routes, and those that others add.
func TestIndex(t *testing.T) {
	h := admin.New(health.New(), slog.New(slog.DiscardHandler))
	h.HandleFunc("GET /more", http.NotFound)
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/debug/", http.NoBody))
	for _, route := range []string{"GET /status", "PUT /loglevel", "/debug/pprof/", "GET /more"} {
		if !strings.Contains(rec.Body.String(), route+"\n") {
			t.Errorf("%s is missing in\n%s", route, rec.Body)
		}
	}
}
