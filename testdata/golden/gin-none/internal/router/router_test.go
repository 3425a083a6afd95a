package router_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/acme/empty/v2/internal/health"
)

func TestRoutes(t *testing.T) {
	const (
		ok         = `{"code":0,"message":"ok"`
		notFound   = `{"code":2002,"message":"no such path"}`
		notAllowed = `{"code":2003,"message":"method not allowed"}`
	)
	h := newRouter(serving(), true)
	for _, tc := range []struct {
		method, path string
		status       int
		body         string // its beginning
	}{
		{http.MethodGet, "/healthz", http.StatusOK, ok},
		{http.MethodHead, "/healthz", http.StatusOK, ok}, // not sent
		{http.MethodGet, "/readyz", http.StatusOK, ok},
		{http.MethodGet, "/version", http.StatusOK, ok + `,"data":{"version":`},
		{http.MethodGet, "/swagger/", http.StatusMovedPermanently, ""},
		{http.MethodGet, "/swagger/index.html", http.StatusOK, ""},
		{http.MethodHead, "/swagger/index.html", http.StatusOK, ""},
		{http.MethodGet, "/swagger/doc.json", http.StatusOK, "{"},
		{http.MethodGet, "/", http.StatusNotFound, notFound},
		{http.MethodGet, "/nothing", http.StatusNotFound, notFound},
		{http.MethodGet, "/healthz/", http.StatusNotFound, notFound},
		{http.MethodGet, "/debug/pprof/", http.StatusNotFound, notFound},
		{http.MethodPost, "/healthz", http.StatusMethodNotAllowed, notAllowed},
	} {
		rec := serve(t, h, tc.method, tc.path)
		hasBody := tc.method == http.MethodHead || strings.HasPrefix(rec.Body.String(), tc.body)
		if rec.Code != tc.status || !hasBody {
			t.Errorf("%s %s: %d %s", tc.method, tc.path, rec.Code, rec.Body)
		}
		isJSON := rec.Header().Get("Content-Type") == "application/json; charset=utf-8"
		if strings.HasPrefix(tc.body, "{") && !isJSON {
			t.Errorf("%s %s: %s", tc.method, tc.path, rec.Header().Get("Content-Type"))
		}
	}
}

func TestMethodNotAllowedSaysWhatIs(t *testing.T) {
	rec := serve(t, newRouter(serving(), false), http.MethodDelete, "/healthz")
	if got := rec.Header().Get("Allow"); got != "GET, HEAD" {
		t.Errorf("Allow: %q", got)
	}
}

func TestNotReady(t *testing.T) {
	h := newRouter(health.New(), false)
	if got := serve(t, h, http.MethodGet, "/readyz").Code; got != http.StatusServiceUnavailable {
		t.Errorf("/readyz: %d", got)
	}
	if got := serve(t, h, http.MethodGet, "/healthz").Code; got != http.StatusOK {
		t.Errorf("/healthz: %d", got)
	}
}

func TestSwaggerOff(t *testing.T) {
	if got := serve(t, newRouter(serving(), false), http.MethodGet, "/swagger/index.html").Code; got != http.StatusNotFound {
		t.Errorf("got %d", got)
	}
}
