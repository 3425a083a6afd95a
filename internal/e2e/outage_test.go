package e2e

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestOutage interrupts the database under load. The service keeps running,
// responds with 503 in bounded time, is not ready, and recovers when the
// database is back.
func TestOutage(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	for _, c := range choices() {
		server, remote := servers[c["database"]]
		// The behavior does not depend on the framework, but on the access
		// layer.
		if !remote || c["framework"] != choices()[0]["framework"] {
			continue
		}
		t.Run(c.String(), func(t *testing.T) {
			t.Parallel()
			server.need(t)
			dir := write(t, c, resources(true)...)
			compile(t, dir)
			g := newGate(t, server.address())
			s := startService(t, dir, g.through(server.newDatabase(t, dir)), "HTTP_REQUEST_TIMEOUT=2s")
			if got := call(t, "POST", s.public+"/api/v1/books", asJSON, `{"title":"before"}`); got.status != 201 {
				t.Fatalf("create: %d %s", got.status, got.body)
			}
			l := startLoad(t, s.public)
			for _, state := range []gateState{shut, stalled} {
				l.waitFor(t, http.StatusOK, 50)
				g.set(state)
				l.waitFor(t, http.StatusServiceUnavailable, 20)
				if got := call(t, "GET", s.public+"/readyz", "", ""); got.status != 503 {
					t.Errorf("/readyz without a database: got status %d", got.status)
				}
				if got := call(t, "GET", s.public+"/healthz", "", ""); got.status != 200 {
					t.Errorf("/healthz without a database: got status %d", got.status)
				}
				g.set(open)
				l.waitFor(t, http.StatusOK, 50)
				waitFor(t, "readiness", func() bool { return call(t, "GET", s.public+"/readyz", "", "").status == 200 })
			}
			l.end(t, 10*time.Second)
			if got := call(t, "GET", s.public+"/api/v1/books/1", "", ""); got.status != 200 || !strings.Contains(got.body, "before") {
				t.Errorf("after the outage: got %d %s", got.status, got.body)
			}
			g.set(stalled) // the service ends nevertheless
			s.end()
		})
	}
}

// load is a set of clients that read and write continuously.
type load struct {
	cancel  context.CancelFunc
	clients sync.WaitGroup

	mu      sync.Mutex
	count   map[int]int // responses by status
	strange []string
	longest time.Duration
}

func startLoad(t testing.TB, base string) *load {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	l := &load{cancel: cancel, count: map[int]int{}}
	for i := range 8 {
		l.clients.Go(func() {
			client := &http.Transport{}
			defer client.CloseIdleConnections()
			for n := 0; ctx.Err() == nil; n++ {
				l.note(one(ctx, client, base, i, n))
			}
		})
	}
	return l
}

// one sends a request; a third of them are writes.
func one(ctx context.Context, client http.RoundTripper, base string, i, n int) (status int, body string, took time.Duration) {
	method, path, body := http.MethodGet, "/api/v1/books?limit=2", ""
	switch n % 3 {
	case 1:
		path = "/api/v1/books/1"
	case 2:
		method, path, body = http.MethodPost, "/api/v1/books", fmt.Sprintf(`{"title":"client %d, %d"}`, i, n)
	}
	begin := time.Now()
	got, err := try(ctx, client, method, base+path, http.Header{"Content-Type": {asJSON}}, body)
	if err != nil {
		return 0, err.Error(), time.Since(begin)
	}
	return got.status, got.body, time.Since(begin)
}

func (l *load) note(status int, body string, took time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count[status]++
	l.longest = max(l.longest, took)
	switch status {
	case http.StatusOK, http.StatusCreated, http.StatusServiceUnavailable:
	default:
		if !strings.Contains(body, "context canceled") { // end of the test
			l.strange = append(l.strange, fmt.Sprintf("%d %.200s", status, body))
		}
	}
}

// waitFor waits for the given number of further responses with a status.
func (l *load) waitFor(t testing.TB, status, more int) {
	t.Helper()
	get := func() int {
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.count[status]
	}
	before := get()
	waitFor(t, fmt.Sprintf("%d answers %d", more, status), func() bool { return get() >= before+more })
}

// end stops the clients. They must have seen only successes and 503, and no
// latency above bound.
func (l *load) end(t testing.TB, bound time.Duration) {
	t.Helper()
	l.cancel()
	l.clients.Wait()
	for _, s := range l.strange[:min(len(l.strange), 5)] {
		t.Errorf("unexpected response %s (%d in total)", s, len(l.strange))
	}
	if l.longest > bound {
		t.Errorf("maximum latency %v, want at most %v", l.longest, bound)
	}
	t.Logf("responses by status: %v; maximum latency %v", l.count, l.longest.Round(time.Millisecond))
}
