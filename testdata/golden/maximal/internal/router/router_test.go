package router_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/acme/everything/internal/health"
	"github.com/acme/everything/internal/router"
)

func TestRoutes(t *testing.T) {
	const (
		ok         = `{"code":0,"message":"ok"`
		notFound   = `{"code":2002,"message":"no such path"}`
		notAllowed = `{"code":2003,"message":"method not allowed"}`
	)
	full, bare := newRouter(serving(), true), newRouter(health.New(), false)
	for _, tc := range []struct {
		bare         bool // not serving, and without the documents
		method, path string
		status       int
		body         string // its beginning
	}{
		{false, http.MethodGet, "/healthz", http.StatusOK, ok},
		{true, http.MethodGet, "/healthz", http.StatusOK, ok},
		{false, http.MethodHead, "/healthz", http.StatusOK, ok}, // not sent
		{false, http.MethodGet, "/readyz", http.StatusOK, ok},
		{true, http.MethodGet, "/readyz", http.StatusServiceUnavailable, `{"code":1001`},
		{false, http.MethodGet, "/version", http.StatusOK, ok + `,"data":{"version":`},
		{false, http.MethodGet, "/swagger/", http.StatusMovedPermanently, ""},
		{false, http.MethodGet, "/swagger/index.html", http.StatusOK, ""},
		{true, http.MethodGet, "/swagger/index.html", http.StatusNotFound, notFound},
		{false, http.MethodHead, "/swagger/index.html", http.StatusOK, ""},
		{false, http.MethodGet, "/swagger/doc.json", http.StatusOK, "{"},
		{false, http.MethodGet, "/swagger/openapi.json", http.StatusOK, "{"},
		{false, http.MethodGet, "/swagger/index.html?x=1", http.StatusOK, ""},
		{false, http.MethodGet, "/swagger/swagger-ui.css", http.StatusOK, ""},
		{false, http.MethodGet, "/swagger/nothing.js", http.StatusNotFound, notFound},
		{false, http.MethodGet, "/swagger/../healthz", http.StatusNotFound, notFound},
		{false, http.MethodGet, "/", http.StatusNotFound, notFound},
		{false, http.MethodGet, "/nothing", http.StatusNotFound, notFound},
		{false, http.MethodGet, "/healthz/", http.StatusNotFound, notFound},
		{false, http.MethodGet, "/debug/pprof/", http.StatusNotFound, notFound},
		{false, http.MethodPost, "/healthz", http.StatusMethodNotAllowed, notAllowed},
		{false, http.MethodDelete, "/healthz", http.StatusMethodNotAllowed, notAllowed},
	} {
		h := full
		if tc.bare {
			h = bare
		}
		rec := serve(t, h, tc.method, tc.path)
		hasBody := tc.method == http.MethodHead || strings.HasPrefix(rec.Body.String(), tc.body)
		if rec.Code != tc.status || !hasBody {
			t.Errorf("%s %s: %d %s", tc.method, tc.path, rec.Code, rec.Body)
		}
		isJSON := rec.Header().Get("Content-Type") == "application/json; charset=utf-8"
		if strings.HasPrefix(tc.body, "{") && !isJSON {
			t.Errorf("%s %s: %s", tc.method, tc.path, rec.Header().Get("Content-Type"))
		}
		if allow := rec.Header().Get("Allow"); rec.Code == http.StatusMethodNotAllowed && allow != "GET, HEAD" {
			t.Errorf("%s %s: Allow: %q", tc.method, tc.path, allow)
		}
	}
}

func TestPrefixes(t *testing.T) {
	h := newRouter(serving(), true)
	if got := serve(t, h, http.MethodGet, "/swagger/").Header().Get("Location"); got != "/shop/swagger/index.html" {
		t.Errorf("Location of the documentation: %q", got)
	}
	if doc := serve(t, h, http.MethodGet, "/swagger/doc.json").Body.String(); !strings.Contains(doc, `"basePath": "/shop/v7"`) {
		t.Errorf("the document is for another path: %.300s", doc)
	}
	if doc := serve(t, h, http.MethodGet, "/swagger/openapi.json").Body.String(); !strings.Contains(doc, `"url": "/shop/v7"`) {
		t.Errorf("the document is for another path: %.300s", doc)
	}
	for prefix, valid := range map[string]bool{
		"": true, "/shop": true, "/a/b.c/~d": true,
		"shop": false, "/shop/": false, "/a//b": false, "/a/../b": false, "/a b": false, "/{a}": false, "/ä": false, "//host": false, "/shop\n": false,
	} {
		for name, cfg := range map[string]router.Config{"HTTP_PATH_PREFIX": {PathPrefix: prefix}, "API_PREFIX": {APIPrefix: prefix}} {
			cfg.RequestTimeout, cfg.BodyLimit = time.Second, 1
			err := cfg.Validate()
			if (err == nil) != valid || err != nil && !strings.HasPrefix(err.Error(), name+": ") {
				t.Errorf("%s=%q: %v", name, prefix, err)
			}
		}
	}
	for prefix, valid := range map[string]bool{"/": true, "/swaggers": true, "/swagger": false, "/swagger/v1": false} {
		if err := (router.Config{RequestTimeout: time.Second, BodyLimit: 1, APIPrefix: prefix}).Validate(); (err == nil) != valid {
			t.Errorf("API_PREFIX=%q: %v", prefix, err)
		}
	}
}
