package router_test

import (
	"net/http"
	"testing"

	"github.com/acme/depot/internal/health"
)

func TestReportsNeedALogin(t *testing.T) {
	h := newRouter(health.New(), false)
	if got := serve(t, h, http.MethodGet, "/reports/items").Code; got != http.StatusUnauthorized {
		t.Errorf("got %d", got)
	}
	if got := serve(t, h, http.MethodGet, "/robots.txt").Code; got != http.StatusOK {
		t.Errorf("got %d", got)
	}
}
