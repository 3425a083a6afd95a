package router_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/acme/rooms/internal/fibertest"
)

// Cases in which fiber differs unless configured otherwise.
func TestWaysOfFiber(t *testing.T) {
	app := newRouter(serving(), true)
	for _, tc := range []struct {
		method, path string
		status       int
	}{
		{http.MethodGet, "/Healthz", http.StatusNotFound},
		{http.MethodGet, "/health%7A", http.StatusOK},
		{http.MethodGet, "/%68ealthz", http.StatusOK},
		{http.MethodGet, "/%68ealthz%2F", http.StatusNotFound},
		{http.MethodGet, "/healthz%zz", http.StatusBadRequest},
		{http.MethodGet, "/swagger", http.StatusNotFound},
		{"BREW", "/healthz", http.StatusMethodNotAllowed},
		{"BREW", "/nothing", http.StatusNotFound},
	} {
		r := httptest.NewRequestWithContext(t.Context(), tc.method, "/", http.NoBody)
		r.URL.Opaque = tc.path // is sent unchanged
		rec := fibertest.Do(t, app, r)
		if rec.Code != tc.status || rec.Header().Get("X-Request-ID") == "" {
			t.Errorf("%s %s: %d %v", tc.method, tc.path, rec.Code, rec.Header())
		}
	}
}
