package router_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/acme/payments/internal/health"
	"github.com/acme/payments/internal/router"
)

// serving returns the state of a service that is serving.
func serving() *health.State {
	state := health.New()
	state.SetServing(true)
	return state
}

func newRouter(state *health.State, swagger bool) http.Handler {
	cfg := router.Config{RequestTimeout: time.Second, BodyLimit: 1 << 20, APIPrefix: "/v7", PathPrefix: "/shop"}
	return router.New(cfg, router.Deps{Log: slog.New(slog.DiscardHandler), Health: state, Swagger: swagger})
}

func serve(t *testing.T, h http.Handler, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody))
	return rec
}
