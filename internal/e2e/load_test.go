package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gen-go/gen/templates"
)

// TestLoad sends 200 requests a second, half of them writes, while the service
// is restarted and while its database is down. Clients find nobody listening
// while the service starts; every other request is answered, in bounded time.
// They repeat writes that were not done, and in the end there is one row for
// each.
func TestLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	cat := templates.Catalog()
	databases, accesses := []string{"postgres", "mysql"}, cat.Options("access")
	for i, framework := range cat.Options("framework") {
		c := choice{
			"framework": framework.Name, "database": databases[i%len(databases)], "access": accesses[i%len(accesses)].Name, "middleware": "idempotency",
		}
		t.Run(c.String(), func(t *testing.T) {
			server := servers[c["database"]]
			server.need(t)
			dir := write(t, c, resources(true)...)
			compile(t, dir)
			g := newGate(t, server.address())
			s := startService(t, dir, g.through(server.newDatabase(t, dir)), "HTTP_REQUEST_TIMEOUT=2s")
			l := startTraffic(t, s.public)
			for range 2 {
				l.waitFor(t, "POST 201", rate)
				s = restart(t, s)
			}
			for _, state := range []gateState{shut, stalled} {
				l.waitFor(t, "POST 201", rate)
				g.set(state)
				l.waitFor(t, "POST 503", 20)
				time.Sleep(time.Second)
				g.set(open)
			}
			l.waitFor(t, "POST 201", rate)
			l.end(t)
			l.check(t, s.public)
			s.end()
		})
	}
}

// restart stops a service and starts it again at the same address.
func restart(t *testing.T, s *service) *service {
	t.Helper()
	s.end()
	port := s.public[strings.LastIndex(s.public, ":")+1:]
	return startService(t, s.dir, s.env, "HTTP_REQUEST_TIMEOUT=2s", "HTTP_PORT="+port)
}

// traffic is requests at a constant rate, however long their answers take.
type traffic struct {
	*orders
	client   *http.Transport
	stop     context.CancelFunc
	work     sync.WaitGroup
	requests int // that were due
	longest  time.Duration
}

const (
	rate     = 200              // requests a second
	patience = 10 * time.Second // of a client; the deadline of a handler is 2s
)

// startTraffic starts traffic, every other request of which places an order.
func startTraffic(t *testing.T, base string) *traffic {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	l := &traffic{orders: newOrders(base), client: &http.Transport{MaxIdleConnsPerHost: rate}, stop: cancel}
	t.Cleanup(func() { cancel(); l.work.Wait(); l.client.CloseIdleConnections() })
	l.work.Go(func() {
		begin := time.Now()
		for ticker := time.Tick(5 * time.Millisecond); ctx.Err() == nil; <-ticker {
			for ; l.requests < int(rate*time.Since(begin).Seconds()); l.requests++ {
				n := l.requests
				l.work.Go(func() {
					if n%2 == 0 {
						l.read(t)
					} else {
						l.write(t, fmt.Sprintf("order %d", n))
					}
				})
			}
		}
	})
	return l
}

// end stops the traffic when every order is made.
func (l *traffic) end(t *testing.T) {
	t.Helper()
	l.stop()
	l.work.Wait()
	t.Logf("%d requests due, slowest answer %v", l.requests, l.longest.Round(time.Millisecond))
}

func (l *traffic) read(t *testing.T) {
	if got, ok := l.send(t, http.MethodGet, "/api/v1/books?limit=5", http.Header{}, ""); ok && got.status != http.StatusOK {
		l.mustBeTemporary(t, got)
	}
}

// write places an order, as often as it takes.
func (l *traffic) write(t *testing.T, title string) {
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); l.repeats.Add(1) {
		got, ok := l.send(t, http.MethodPost, "/api/v1/books", orderHeader(title), `{"title":"`+title+`"}`)
		if ok && got.status == http.StatusCreated {
			l.mu.Lock()
			l.made[title] = got.header.Get("Location")
			l.mu.Unlock()
			return
		}
		if ok && !l.mustBeTemporary(t, got) {
			return
		}
		time.Sleep(200*time.Millisecond + rand.N(time.Second))
	}
	t.Errorf("%s was not made in a minute", title)
}

// send sends a request. It is not ok if nobody listens, which is the only way
// not to get an answer in time.
func (l *traffic) send(t *testing.T, method, path string, header http.Header, body string) (got answer, ok bool) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	begin := time.Now()
	got, err := try(ctx, l.client, method, *l.base.Load()+path, header, body)
	took := time.Since(begin)
	outcome := fmt.Sprint(method, " ", got.status)
	failure, isNet := errors.AsType[*net.OpError](err)
	refused := isNet && failure.Op == "dial"
	switch {
	case refused:
		outcome = "refused"
	case err != nil:
		outcome = "failed"
		t.Errorf("%s after %v: %v", method, took, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counts[outcome]++
	l.longest = max(l.longest, took)
	return got, err == nil
}

// mustBeTemporary checks that an answer lets the client try again.
func (l *traffic) mustBeTemporary(t *testing.T, got answer) bool {
	var body struct{ Code int }
	_ = json.Unmarshal([]byte(got.body), &body) // zero is no code of these
	switch body.Code {
	case 1001, 1004: // unavailable, overloaded
		if got.header.Get("Retry-After") != "" {
			return true
		}
	case 1002, 2100: // too late, in progress
		return true
	}
	t.Errorf("got %d %v %s", got.status, got.header, got.body)
	return false
}

// waitFor waits until more requests have an outcome.
func (l *traffic) waitFor(t *testing.T, outcome string, more int) {
	t.Helper()
	before := l.count(outcome)
	waitFor(t, fmt.Sprintf("%d times %s", more, outcome), func() bool { return l.count(outcome) >= before+more })
}
