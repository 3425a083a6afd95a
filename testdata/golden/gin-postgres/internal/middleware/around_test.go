package middleware_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/middleware"
)

// around responds to r with what h returns, inside wrap and Recover.
func around(t *testing.T, wrap gin.HandlerFunc, r *http.Request, h plain) *httptest.ResponseRecorder {
	t.Helper()
	gin.SetMode(gin.TestMode)
	e := gin.New()
	e.Use(middleware.Recover(slog.New(slog.DiscardHandler)), wrap)
	e.Handle(r.Method, r.URL.Path, func(c *gin.Context) {
		body, err := io.ReadAll(c.Request.Body)
		if err != nil {
			t.Error(err)
		}
		status, answer := h(string(body), c.Header)
		c.Status(status)
		_, _ = c.Writer.WriteString(answer)
	})
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, r)
	return rec
}
