package middleware_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/acme/shelf/internal/middleware"
)

func TestRequestContextKeepsPattern(t *testing.T) {
	const pattern = "GET /path/{id}"
	h := middleware.RequestContext(timeout, "")(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		r.Pattern = pattern
	}))
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/path/1", http.NoBody)
	h.ServeHTTP(httptest.NewRecorder(), r)
	if r.Pattern != pattern {
		t.Errorf("outside of RequestContext, the pattern is %q", r.Pattern)
	}
}
