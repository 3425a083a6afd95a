package middleware_test

import (
	"net/http"
	"testing"

	"github.com/acme/ledger/internal/cors"
	"github.com/acme/ledger/internal/middleware"
)

func TestCORS(t *testing.T) {
	const page = "https://app.example"
	wrap := middleware.CORS(cors.New(cors.Config{Origins: page, Methods: http.MethodPost}))

	r := request(t, "")
	r.Header.Set("Origin", page)
	rec := around(t, wrap, r, done)
	if rec.Body.String() != "done" || rec.Header().Get("Access-Control-Allow-Origin") != page {
		t.Errorf("request: %d %v", rec.Code, rec.Header())
	}
	r.Method = http.MethodOptions
	r.Header.Set("Access-Control-Request-Method", http.MethodPost)
	rec = around(t, wrap, r, done)
	if rec.Code != http.StatusNoContent || rec.Body.Len() != 0 || rec.Header().Get("Access-Control-Allow-Methods") != http.MethodPost {
		t.Errorf("preflight: %d %v %s", rec.Code, rec.Header(), rec.Body)
	}
}
