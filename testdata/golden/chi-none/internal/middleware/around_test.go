package middleware_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/acme/shelf/internal/middleware"
)

// around responds to r with what h returns, inside wrap and Recover.
func around(t *testing.T, wrap func(http.Handler) http.Handler, r *http.Request, h plain) *httptest.ResponseRecorder {
	t.Helper()
	inner := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		status, answer := h(string(body), w.Header().Set)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	})
	rec := httptest.NewRecorder()
	middleware.Recover(slog.New(slog.DiscardHandler))(wrap(inner)).ServeHTTP(rec, r)
	return rec
}
