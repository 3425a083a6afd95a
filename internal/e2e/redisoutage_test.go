package e2e

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/templates"
)

// TestRedisOutage takes Redis away in every way. Requests are answered as before,
// and no one waits for it longer than a command may.
func TestRedisOutage(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	t.Parallel()
	redis := startRedis(t)
	options := layer.Choices{"framework": {"nethttp"}, "database": {"sqlite"}, "cache": {"redis"}, "middleware": {"ratelimit"}}
	dir := writeSpec(t, templates.Catalog(), newSpec(t, options, resources(true)[:1]))
	compile(t, dir)
	g := newGate(t, redis.address)
	s := startService(t, dir, []string{
		"SQLITE_DSN=file:" + filepath.Join(t.TempDir(), "books.db"), "REDIS_ADDR=" + g.listener.Addr().String(), "RATELIMIT_DEFAULT=100000/1s",
	})
	if got := call(t, "POST", s.public+"/api/v1/books", asJSON, `{"title":"before"}`); got.status != 201 {
		t.Fatalf("create: got %d %s", got.status, got.body)
	}
	status := func(want string) {
		t.Helper()
		waitFor(t, want, func() bool {
			return strings.Contains(call(t, "GET", s.admin+"/status", "", "").body, `"name":"redis","status":"`+want)
		})
	}
	away := map[string]func(){
		"dead":       func() { g.set(shut) },
		"black hole": func() { g.set(stalled) },
		"slow":       func() { g.faults.Store(&faults{slow: 3 * time.Second}) },
	}
	for _, name := range []string{"dead", "black hole", "slow"} {
		t.Run(name, func(t *testing.T) {
			status("up")
			before := slowest(t, s.public)
			away[name]()
			during := slowest(t, s.public)
			status("degraded")
			if got := call(t, "GET", s.admin+"/readyz", "", ""); got.status != 200 {
				t.Errorf("/readyz: got status %d", got.status)
			}
			after := slowest(t, s.public)
			t.Logf("slowest of 60 requests: %v before, %v when Redis goes away, %v without it", before, during, after)
			if bound := before + slack; during > bound || after > bound {
				t.Errorf("a request took %v, and %v without Redis; before the slowest took %v", during, after, before)
			}
			g.faults.Store(nil)
			g.set(open)
			status("up")
		})
	}
	s.end()
	// When it is dead, a check that is refused costs nothing, and two are no outage.
	if n := strings.Count(s.log.String(), `"msg":"redis is down"`); n < 2 || n != strings.Count(s.log.String(), `"msg":"redis is back"`) {
		t.Errorf("%d outages are logged:\n%s", n, s.log.String())
	}
}

// slack is how much longer a request may take: 50ms, on a machine that runs other
// tests. Whoever waits for Redis waits for longer.
const slack = time.Second

// slowest sends 60 requests, one after the other, and returns the longest time that
// one has taken.
func slowest(t *testing.T, base string) time.Duration {
	t.Helper()
	var longest time.Duration
	for n := range 60 {
		status, body, took := one(t.Context(), http.DefaultTransport, base, 0, n)
		if status != 200 && status != 201 {
			t.Errorf("got %d %s", status, body)
		}
		longest = max(longest, took)
	}
	return longest.Round(100 * time.Microsecond)
}
