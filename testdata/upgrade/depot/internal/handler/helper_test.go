package handler_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/acme/depot/internal/health"
	"github.com/acme/depot/internal/router"
)

// call sends a request through the router to handlers that work with deps.
func call(t *testing.T, deps router.Deps, method, path, mediaType, body string) *httptest.ResponseRecorder {
	t.Helper()
	return send(t, deps, method, path, http.Header{"Content-Type": {mediaType}}, body)
}

// send is call for requests with any header.
func send(t *testing.T, deps router.Deps, method, path string, header http.Header, body string) *httptest.ResponseRecorder {
	t.Helper()
	deps.Log = slog.New(slog.DiscardHandler)
	deps.Health = health.New()
	h := router.New(router.Config{RequestTimeout: time.Minute, BodyLimit: bodyLimit}, deps)
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	r.Header = header
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
