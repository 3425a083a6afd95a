package router_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/fibertest"
	"github.com/acme/everything/internal/health"
	"github.com/acme/everything/internal/router"
)

// serving returns the state of a service that is serving.
func serving() *health.State {
	state := health.New()
	state.SetServing(true)
	return state
}

func newRouter(state *health.State, swagger bool) *fiber.App {
	cfg := router.Config{RequestTimeout: time.Second, BodyLimit: 1 << 20, APIPrefix: "/v7", PathPrefix: "/shop"}
	return router.New(cfg, router.Deps{Log: slog.New(slog.DiscardHandler), Health: state, Swagger: swagger})
}

func serve(t *testing.T, app *fiber.App, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	return fibertest.Do(t, app, httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody))
}
