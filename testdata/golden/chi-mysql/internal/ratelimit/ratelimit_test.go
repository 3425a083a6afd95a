package ratelimit_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/acme/payments/internal/ratelimit"
)

func newLimiter(tb testing.TB, cfg ratelimit.Config) ratelimit.Limiter {
	tb.Helper()
	if cfg.Clients == 0 {
		cfg.Clients = 10
	}
	l, err := ratelimit.New(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

func quota(requests int, period time.Duration) ratelimit.Quota {
	return ratelimit.Quota{Requests: requests, Period: period}
}

// ask sends a request from the address of a client.
func ask(l ratelimit.Limiter, client, method, path string) (allowed bool, header http.Header) {
	header = http.Header{}
	allowed = l.Allow(client, method, path, header.Set)
	return allowed, header
}

func TestAllow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t, ratelimit.Config{Default: quota(2, 10*time.Second)})
		for _, tc := range []struct {
			after       time.Duration
			allowed     bool
			told, again string
		}{
			{0, true, `"default";r=1;t=5`, ""},
			{0, true, `"default";r=0;t=10`, ""},
			{0, false, `"default";r=0;t=10`, "5"},
			{4500 * time.Millisecond, false, `"default";r=0;t=6`, "1"},
			{500 * time.Millisecond, true, `"default";r=0;t=10`, ""},
			{time.Hour, true, `"default";r=1;t=5`, ""},
		} {
			time.Sleep(tc.after)
			allowed, header := ask(l, "192.0.2.1", http.MethodGet, "/")
			if allowed != tc.allowed || header.Get("Ratelimit") != tc.told || header.Get("Retry-After") != tc.again {
				t.Errorf("after %v: %t %v", tc.after, allowed, header)
			}
			if got := header.Get("Ratelimit-Policy"); got != `"default";q=2;w=10` {
				t.Errorf("policy: %s", got)
			}
		}
		if allowed, _ := ask(l, "192.0.2.2", http.MethodGet, "/"); !allowed {
			t.Error("another client is refused")
		}
	})
}

func TestRoutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t, ratelimit.Config{
			Default: quota(9, time.Minute),
			Routes:  "POST /api/v1/books 1/1h, GET /api/v1/books/* 2/1h,* /api/v1/books 3/1h",
			Exempt:  "/healthz,/readyz",
		})
		for _, tc := range []struct{ method, path, policy string }{
			{http.MethodPost, "/api/v1/books", `"POST /api/v1/books";q=1;w=3600`},
			{http.MethodPut, "/api/v1/books", `"* /api/v1/books";q=3;w=3600`},
			{http.MethodGet, "/api/v1/books/1", `"GET /api/v1/books/*";q=2;w=3600`},
			{http.MethodHead, "/api/v1/books/1", `"GET /api/v1/books/*";q=2;w=3600`},
			{http.MethodGet, "/api/v1/books/1/pages", `"default";q=9;w=60`},
			{http.MethodGet, "/readyz", ""},
			{http.MethodGet, "/readyz/", `"default";q=9;w=60`},
		} {
			allowed, header := ask(l, "192.0.2.1", tc.method, tc.path)
			if got := header.Get("Ratelimit-Policy"); !allowed || got != tc.policy {
				t.Errorf("%s %s: %t %s", tc.method, tc.path, allowed, got)
			}
		}
		if allowed, _ := ask(l, "192.0.2.1", http.MethodPost, "/api/v1/books"); allowed {
			t.Error("the quota of a route is spent, and not used")
		}
		if allowed, _ := ask(l, "192.0.2.1", http.MethodGet, "/"); !allowed {
			t.Error("what a route takes is missing from the default")
		}
	})
}

func TestTheZeroLimiterLimitsNothing(t *testing.T) {
	if allowed, header := ask(ratelimit.Limiter{}, "192.0.2.1", http.MethodGet, "/"); !allowed || len(header) != 0 {
		t.Errorf("%t %v", allowed, header)
	}
}

// A client with many addresses can evict the buckets of others, but memory stays
// bounded.
func TestClientsAreForgotten(t *testing.T) {
	l := newLimiter(t, ratelimit.Config{Default: quota(1, time.Hour), Clients: 2})
	for _, tc := range []struct {
		client  string
		allowed bool
	}{
		{"192.0.2.1", true}, {"192.0.2.2", true}, {"192.0.2.1", false}, {"192.0.2.3", true}, {"192.0.2.1", false}, {"192.0.2.2", true},
	} {
		if got, _ := ask(l, tc.client, http.MethodGet, "/"); got != tc.allowed {
			t.Errorf("%s: %t", tc.client, got)
		}
	}
}

func TestConcurrentRequestsShareAQuota(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t, ratelimit.Config{Default: quota(100, time.Hour)})
		var granted atomic.Int64
		var clients sync.WaitGroup
		for range 20 {
			clients.Go(func() {
				for range 10 {
					if allowed, _ := ask(l, "192.0.2.1", http.MethodGet, "/"); allowed {
						granted.Add(1)
					}
				}
			})
		}
		clients.Wait()
		if granted.Load() != 100 {
			t.Errorf("%d requests were allowed", granted.Load())
		}
	})
}

func TestValidate(t *testing.T) {
	for _, tc := range []struct {
		cfg  ratelimit.Config
		want string // "" for no error
	}{
		{ratelimit.Config{Clients: 1}, ""},
		{ratelimit.Config{Clients: 1, Routes: "* /a* 1/1s,", TrustedProxies: "10.0.0.0/8, 192.0.2.1,2001:db8::/32,::1"}, ""},
		{ratelimit.Config{}, "RATELIMIT_CLIENTS"},
		{ratelimit.Config{Clients: 1, Routes: "POST /books"}, "RATELIMIT_ROUTES"},
		{ratelimit.Config{Clients: 1, Routes: "post /books 1/1s"}, "method must be one of"},
		{ratelimit.Config{Clients: 1, Routes: "FETCH /books 1/1s"}, "method must be one of"},
		{ratelimit.Config{Clients: 1, Routes: "HEAD /books 1/1s"}, "method must be one of"}, // would never match
		{ratelimit.Config{Clients: 1, Routes: "POST books 1/1s"}, "pattern"},
		{ratelimit.Config{Clients: 1, Routes: "POST /[ 1/1s"}, "pattern"},
		{ratelimit.Config{Clients: 1, Routes: "POST /books 1"}, "period"},
		{ratelimit.Config{Clients: 1, Exempt: "/healthz, readyz"}, `RATELIMIT_EXEMPT: "readyz"`},
		{ratelimit.Config{Clients: 1, TrustedProxies: "10.0.0.0/33"}, "RATELIMIT_TRUSTED_PROXIES"},
	} {
		err := tc.cfg.Validate()
		if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%+v: %v", tc.cfg, err)
		}
	}
}

func TestQuota(t *testing.T) {
	for text, want := range map[string]ratelimit.Quota{
		"1/1s": quota(1, time.Second), "600/1m30s": quota(600, 90*time.Second),
		"": {}, "5": {}, "0/1s": {}, "-1/1s": {}, "x/1s": {}, "1/": {}, "1/500ms": {}, "1/1500ms": {}, "1/-1s": {}, "1/1s/1s": {},
	} {
		var got ratelimit.Quota
		if err := got.UnmarshalText([]byte(text)); got != want || (err != nil) != (want == ratelimit.Quota{}) {
			t.Errorf("%q: %v %v", text, got, err)
		}
	}
}

func BenchmarkAllow(b *testing.B) {
	l := newLimiter(b, ratelimit.Config{Default: quota(1_000_000, time.Second), Routes: "POST /api/v1/books 10/1m", Clients: 65536})
	for name, clients := range map[string]uint32{"one client": 1, "more clients than are remembered": 1 << 20} {
		b.Run(name, func(b *testing.B) {
			var next atomic.Uint32
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					n := next.Add(1) % clients
					ask(l, fmt.Sprintf("10.%d.%d.%d", n>>16, n>>8&0xff, n&0xff), http.MethodGet, "/api/v1/books")
				}
			})
		})
	}
}
