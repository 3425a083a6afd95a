package handler_test

import (
	"cmp"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/acme/everything/internal/fibertest"
	"github.com/acme/everything/internal/health"
	"github.com/acme/everything/internal/principal"
	"github.com/acme/everything/internal/router"
)

// api is the prefix of the routes. Tests of the router have another one.
const api = "/api/v1"

// bodyLimit is the size of the largest body that is allowed.
const bodyLimit = 1 << 20

// call sends a request through the router to handlers that work with deps.
func call(t *testing.T, deps router.Deps, method, path, mediaType, body string) *httptest.ResponseRecorder {
	t.Helper()
	return send(t, deps, method, path, http.Header{"Content-Type": {mediaType}}, body)
}

// send is call for requests with any header.
func send(t *testing.T, deps router.Deps, method, path string, header http.Header, body string) *httptest.ResponseRecorder {
	t.Helper()
	return sendTo(t, router.Config{}, deps, method, path, header, body)
}

// sendTo is send to a router with settings of its own.
func sendTo(t *testing.T, cfg router.Config, deps router.Deps, method, path string, header http.Header, body string) *httptest.ResponseRecorder {
	t.Helper()
	deps.Log = cmp.Or(deps.Log, slog.New(slog.DiscardHandler))
	deps.Health = health.New()
	deps.Guard = append(deps.Guard, roles{})
	if header.Values("Authorization") == nil {
		header.Set("Authorization", "Bearer "+principal.Admin)
	}
	cfg.RequestTimeout, cfg.BodyLimit, cfg.APIPrefix = time.Minute, bodyLimit, api
	h := router.New(cfg, deps)
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	r.Header = header
	return fibertest.Do(t, h, r)
}

// wantResponse checks the status of a response, and that its body contains a
// string.
func wantResponse(t *testing.T, w *httptest.ResponseRecorder, status int, text string) {
	t.Helper()
	if w.Code != status || !strings.Contains(w.Body.String(), text) {
		t.Errorf("response %d %s, want %d with %s", w.Code, w.Body, status, text)
	}
	if w.Code != http.StatusNoContent && w.Header().Get("Content-Type") != "application/json; charset=utf-8" {
		t.Errorf("Content-Type is %q", w.Header().Get("Content-Type"))
	}
}
