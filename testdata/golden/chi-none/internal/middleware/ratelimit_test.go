package middleware_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/acme/shelf/internal/middleware"
	"github.com/acme/shelf/internal/ratelimit"
)

func TestRateLimit(t *testing.T) {
	limiter, err := ratelimit.New(ratelimit.Config{Default: ratelimit.Quota{Requests: 1, Period: time.Hour}, Clients: 1})
	if err != nil {
		t.Fatal(err)
	}
	wrap := middleware.RateLimit(limiter)
	rec := around(t, wrap, request(t, ""), done)
	if rec.Code != http.StatusOK || rec.Header().Get("Ratelimit") != `"default";r=0;t=3600` {
		t.Errorf("first: %d %v", rec.Code, rec.Header())
	}
	rec = around(t, wrap, request(t, ""), done)
	want := `{"code":1100,"message":"too many requests"}`
	if rec.Code != http.StatusTooManyRequests || rec.Body.String() != want || rec.Header().Get("Retry-After") == "" {
		t.Errorf("second: %d %v %s", rec.Code, rec.Header(), rec.Body)
	}
}

// A path whose dot segments lead to an exempt path is not exempt.
func TestRateLimit_Dots(t *testing.T) {
	cfg := ratelimit.Config{Default: ratelimit.Quota{Requests: 1, Period: time.Hour}, Exempt: "/healthz", Clients: 1}
	for _, target := range []string{"/path/..%2fhealthz", "/path/../healthz", "/path%2f..%2f..%2fhealthz"} {
		limiter, err := ratelimit.New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		wrap := middleware.RateLimit(limiter)
		get := func() int {
			return around(t, wrap, httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody), done).Code
		}
		get()
		if code := get(); code != http.StatusTooManyRequests {
			t.Errorf("%s, the second time: %d", target, code)
		}
	}
}
