package middleware_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/handler"
	"github.com/acme/tracks/internal/middleware"
)

// around responds to r with what h returns, inside wrap and Recover.
func around(t *testing.T, wrap echo.MiddlewareFunc, r *http.Request, h plain) *httptest.ResponseRecorder {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	e := echo.NewWithConfig(echo.Config{HTTPErrorHandler: handler.Errors(log)})
	e.Use(middleware.Recover(log), wrap)
	e.Add(r.Method, r.URL.Path, func(c *echo.Context) error {
		body, err := io.ReadAll(c.Request().Body)
		if err != nil {
			t.Error(err)
		}
		status, answer := h(string(body), c.Response().Header().Set)
		c.Response().WriteHeader(status)
		_, _ = io.WriteString(c.Response(), answer)
		return nil
	})
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, r)
	return rec
}
