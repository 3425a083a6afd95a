package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gen-go/gen/templates"
)

// TestOnce creates 1,000 books through a faulty network, repeating each request
// with its Idempotency-Key until it is answered. In the end there is one row for
// each: none is missing, and none was made twice. Clients leave, too; and since
// SQLite has no network, there the process is killed.
func TestOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	cat := templates.Catalog()
	accesses := cat.Options("access")
	for i, framework := range cat.Options("framework") {
		for j, database := range []string{"sqlite", "postgres", "mysql"} {
			c := choice{
				"framework": framework.Name, "database": database, "access": accesses[(i+j)%len(accesses)].Name, "middleware": "idempotency",
			}
			t.Run(c.String(), func(t *testing.T) {
				t.Parallel()
				server, remote := servers[database]
				if remote {
					server.need(t)
				}
				dir := write(t, c, resources(true)...)
				compile(t, dir)
				if remote {
					onceThroughFaults(t, database, dir)
				} else {
					onceThroughKills(t, dir)
				}
			})
		}
	}
}

func onceThroughFaults(t *testing.T, database, dir string) {
	t.Helper()
	server := servers[database]
	g := newGate(t, server.address())
	env := g.through(server.newDatabase(t, dir))
	// The server soon ends the transaction of a connection that hangs.
	env[0] += map[string]string{"postgres": "&idle_in_transaction_session_timeout=3s", "mysql": "&wait_timeout=3"}[database]
	s := startService(t, dir, env, "HTTP_REQUEST_TIMEOUT=1s")
	o := newOrders(s.public)
	g.faults.Store(&faults{lost: 0.02, cut: 0.01, hole: 0.002, late: 20 * time.Millisecond})
	o.place(t, 1000)
	g.faults.Store(nil)
	waitFor(t, "readiness", func() bool { return call(t, "GET", s.public+"/readyz", "", "").status == 200 })
	o.check(t, s.public)
	t.Logf("%d answers lost, %d late, %d requests cut, %d holes", g.lost.Load(), g.late.Load(), g.cut.Load(), g.holes.Load())
	if g.lost.Load() < 50 || g.cut.Load() < 20 || g.holes.Load() < 1 || o.repeats.Load() < 50 {
		t.Error("too few faults")
	}
	s.end()
}

func onceThroughKills(t *testing.T, dir string) {
	t.Helper()
	env := []string{"SQLITE_DSN=file:" + filepath.Join(t.TempDir(), "books.db")}
	s := startService(t, dir, env)
	o := newOrders(s.public)
	done := make(chan struct{})
	go func() { defer close(done); o.place(t, 1000) }()
	for made := 100; made < 1000; made += 100 {
		waitFor(t, fmt.Sprintf("%d orders", made), func() bool { return t.Failed() || o.count("201/0") >= made })
		if err := s.cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
		s.stop()
		s = startService(t, dir, env)
		o.base.Store(&s.public)
	}
	<-done
	o.check(t, s.public)
	if o.repeats.Load() < 10 {
		t.Error("too few requests were interrupted")
	}
	s.end()
}

// orders are requests that each create a book.
type orders struct {
	base    atomic.Pointer[string] // URL of the service
	repeats atomic.Int64

	mu     sync.Mutex
	made   map[string]string // title → Location
	counts map[string]int    // of outcomes
}

func newOrders(base string) *orders {
	o := &orders{made: map[string]string{}, counts: map[string]int{}}
	o.base.Store(&base)
	return o
}

// count returns how many requests have had an outcome so far.
func (o *orders) count(outcome string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.counts[outcome]
}

// place places n orders, some at a time.
func (o *orders) place(t *testing.T, n int) {
	const clients = 8
	var all sync.WaitGroup
	for c := range clients {
		all.Go(func() {
			client := &http.Transport{}
			defer client.CloseIdleConnections()
			for i := c; i < n && !t.Failed(); i += clients {
				o.insist(t, client, fmt.Sprintf("order %d", i))
			}
		})
	}
	all.Wait()
}

// insist repeats an order until it succeeds.
func (o *orders) insist(t *testing.T, client http.RoundTripper, title string) {
	for deadline := time.Now().Add(time.Minute); ; o.repeats.Add(1) {
		got := o.once(t.Context(), client, title)
		var body struct{ Code int }
		_ = json.Unmarshal([]byte(got.body), &body) // zero is no code of these
		outcome := fmt.Sprintf("%d/%d", got.status, body.Code)
		o.mu.Lock()
		o.counts[outcome]++
		o.made[title] = got.header.Get("Location")
		o.mu.Unlock()
		switch outcome {
		case "201/0":
			return
		case "0/0", "503/1001", "504/1002", "409/2100": // no answer, unavailable, too late, in progress
		default:
			t.Errorf("%s: %s %s", title, outcome, got.body)
			return
		}
		if time.Now().After(deadline) {
			t.Errorf("%s: not made in time: %s %s", title, outcome, got.body)
			return
		}
		time.Sleep(rand.N(20 * time.Millisecond))
	}
}

// once sends an order and returns its answer, if there is one. Some clients do not
// wait for it.
func (o *orders) once(ctx context.Context, client http.RoundTripper, title string) answer {
	patience := 10 * time.Second
	if happens(0.1) {
		patience = rand.N(10 * time.Millisecond)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	got, err := try(ctx, client, http.MethodPost, *o.base.Load()+"/api/v1/books", orderHeader(title), `{"title":"`+title+`"}`)
	if err != nil {
		return answer{}
	}
	return got
}

// orderHeader has the number of an order as its key.
func orderHeader(title string) http.Header {
	return http.Header{"Content-Type": {asJSON}, "Idempotency-Key": {strings.TrimPrefix(title, "order ")}}
}

// check compares the rows with the orders.
func (o *orders) check(t *testing.T, base string) {
	t.Helper()
	rows := map[string][]string{} // title → locations
	for cursor := ""; ; {
		var page struct {
			Data struct {
				Items []struct {
					ID    int64
					Title string
				}
				NextCursor string `json:"next_cursor"`
			}
		}
		got := call(t, "GET", base+"/api/v1/books?limit=100&cursor="+cursor, "", "")
		if err := json.Unmarshal([]byte(got.body), &page); err != nil || got.status != 200 {
			t.Fatalf("%d %s", got.status, got.body)
		}
		for _, b := range page.Data.Items {
			rows[b.Title] = append(rows[b.Title], fmt.Sprintf("/api/v1/books/%d", b.ID))
		}
		if cursor = page.Data.NextCursor; cursor == "" {
			break
		}
	}
	twice, missing := 0, 0
	for title, location := range o.made {
		switch got := rows[title]; {
		case len(got) == 0:
			missing++
		case len(got) > 1:
			twice++
		case got[0] != location:
			t.Errorf("%s is %s, but its client was told %s", title, got[0], location)
		}
	}
	if twice > 0 || missing > 0 || len(rows) != len(o.made) {
		t.Errorf("of %d orders %d were made twice and %d are missing; %d rows", len(o.made), twice, missing, len(rows))
	}
	t.Logf("%d orders, %d repeats, outcomes %v", len(o.made), o.repeats.Load(), o.counts)
}
