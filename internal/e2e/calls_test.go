package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

// calling is a store that calls another service for each book.
const calling = `package app

import (
	"context"

	"example.com/myapi/internal/book"
	"example.com/myapi/internal/client/payments"
)

type calling struct {
	book.Store
	payments *payments.Client
}

func (c calling) Get(ctx context.Context, id int64) (book.Book, error) {
	if _, err := c.payments.Get(ctx, "7"); err != nil {
		return book.Book{}, err
	}
	return c.Store.Get(ctx, id)
}
`

// withClient writes the project of a choice with a client.
func withClient(t *testing.T, c choice) string {
	t.Helper()
	s := newSpec(t, c.options(), []string{"book title:string:required"})
	s.Clients = []spec.Client{{Name: "payments"}}
	return writeSpec(t, templates.Catalog(), s)
}

// callsOthers has the store of a project call another service for each book that is read.
func callsOthers(t *testing.T, dir string) {
	t.Helper()
	app := filepath.Join(dir, "internal", "app")
	wired, err := os.ReadFile(filepath.Join(app, "app.go"))
	if err != nil {
		t.Fatal(err)
	}
	books := regexp.MustCompile(`store\.NewBooks\(\w*\),`)
	if err := os.WriteFile(filepath.Join(app, "app.go"), books.ReplaceAll(wired, []byte("calling{${0}paymentsClient},")), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(app, "calling.go"), []byte(calling), 0o600); err != nil {
		t.Fatal(err)
	}
}

// upstream is the service that the generated one calls: it answers with a status,
// or not at all if that is 0.
type upstream struct {
	*httptest.Server
	status   atomic.Int64
	requests atomic.Int64
	header   atomic.Value // of the last request
}

func newUpstream(t *testing.T) *upstream {
	t.Helper()
	u := &upstream{}
	u.status.Store(http.StatusOK)
	u.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u.requests.Add(1)
		u.header.Store(r.Header)
		status := int(u.status.Load())
		if status == 0 {
			<-r.Context().Done()
			return
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{"id":"7"}`))
	}))
	t.Cleanup(func() { u.CloseClientConnections(); u.Close() })
	return u
}

// TestCalls shows, on each framework, what the clients of a service see of another
// one that it calls, and that it stays ready without it.
func TestCalls(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	for _, framework := range templates.Catalog().Options("framework") {
		t.Run(framework.Name, func(t *testing.T) {
			parallel(t)
			dir := withClient(t, choice{"framework": framework.Name, "database": "none"})
			callsOthers(t, dir)
			compile(t, dir)
			u := newUpstream(t)
			s := startService(t, dir, nil, "PAYMENTS_URL="+u.URL, "PAYMENTS_TOKEN=hunter2", "PAYMENTS_TIMEOUT=400ms", "PAYMENTS_TRY_TIMEOUT=200ms")
			if got := call(t, "POST", s.public+"/api/v1/books", asJSON, `{"title":"a"}`); got.status != http.StatusCreated {
				t.Fatalf("create: %d %s", got.status, got.body)
			}
			passesIDs(t, s, u)
			mapsStatuses(t, s, u)
			opens(t, s, u)
			s.end()
			if strings.Contains(s.log.String(), "hunter2") {
				t.Error("the log has the token")
			}
		})
	}
}

// passesIDs checks that a call has the IDs of the request, and the token.
func passesIDs(t *testing.T, s *service, u *upstream) {
	t.Helper()
	const trace = "4bf92f3577b34da6a3ce929d0e0e4736"
	header := http.Header{"X-Request-Id": {"ann-1"}, "Traceparent": {"00-" + trace + "-00f067aa0ba902b7-01"}}
	if got := send(t, "GET", s.public+"/api/v1/books/1", header, ""); got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.body)
	}
	sent, _ := u.header.Load().(http.Header)
	parent := sent.Get("Traceparent")
	if sent.Get("X-Request-Id") != "ann-1" || !strings.HasPrefix(parent, "00-"+trace+"-") || strings.Contains(parent, "00f067aa0ba902b7") || sent.Get("Authorization") != "Bearer hunter2" {
		t.Errorf("the call has the headers %v", sent)
	}
}

// mapsStatuses checks the answers to what the other service does.
func mapsStatuses(t *testing.T, s *service, u *upstream) {
	t.Helper()
	for _, tc := range []struct {
		upstream, status, code int
		requests               int64
	}{
		{http.StatusInternalServerError, http.StatusBadGateway, 1200, 1},
		{http.StatusFound, http.StatusBadGateway, 1200, 1},
		{http.StatusServiceUnavailable, http.StatusServiceUnavailable, 1201, 3},
		{http.StatusTooManyRequests, http.StatusServiceUnavailable, 1201, 3},
		{http.StatusGatewayTimeout, http.StatusGatewayTimeout, 1202, 3},
		{http.StatusNotFound, http.StatusNotFound, 3000, 1},
		{http.StatusOK, http.StatusOK, 0, 1},
	} {
		u.status.Store(int64(tc.upstream))
		u.requests.Store(0)
		got := call(t, "GET", s.public+"/api/v1/books/1", "", "")
		var body struct{ Code int }
		if err := json.Unmarshal([]byte(got.body), &body); err != nil || got.status != tc.status || body.Code != tc.code || u.requests.Load() != tc.requests {
			t.Errorf("status %d: %d %s after %d requests, %v", tc.upstream, got.status, got.body, u.requests.Load(), err)
		}
	}
	u.status.Store(0)
	if got := call(t, "GET", s.public+"/api/v1/books/1", "", ""); got.status != http.StatusGatewayTimeout || !strings.Contains(got.body, `"code":1202`) {
		t.Errorf("no answer: %d %s", got.status, got.body)
	}
}

// opens checks that the breaker opens, is visible, and closes by itself.
func opens(t *testing.T, s *service, u *upstream) {
	t.Helper()
	u.status.Store(http.StatusInternalServerError)
	waitFor(t, "the breaker to open", func() bool {
		return call(t, "GET", s.public+"/api/v1/books/1", "", "").status == http.StatusServiceUnavailable
	})
	if got := call(t, "GET", s.admin+"/status", "", ""); !strings.Contains(got.body, `{"name":"payments","status":"degraded"`) {
		t.Errorf("/status: %s", got.body)
	}
	if got := call(t, "GET", s.public+"/readyz", "", ""); got.status != http.StatusOK {
		t.Errorf("/readyz: %d %s", got.status, got.body)
	}
	u.status.Store(http.StatusOK)
	waitFor(t, "the breaker to close", func() bool {
		return call(t, "GET", s.public+"/api/v1/books/1", "", "").status == http.StatusOK &&
			strings.Contains(call(t, "GET", s.admin+"/status", "", "").body, `{"name":"payments","status":"up"`)
	})
}

// TestCallFaults puts a faulty proxy between a client and a service, and leaves out
// one protection of the client after the other. Its log has the table of
// docs/clients.md.
func TestCallFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("makes calls for a minute")
	}
	dir := withClient(t, choice{"framework": "nethttp", "database": "none"})
	driver, err := os.ReadFile(filepath.Join("testdata", "faults_test.go.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "internal", "outbound", "faults_test.go"), driver, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-v", "-run", "^TestFaults$", "./internal/outbound")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	reached := map[string]int{} // requests by fault and variant
	for line := range strings.Lines(string(out)) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if cells[0] != "FAULT" {
			continue
		}
		t.Log("| " + strings.Join(cells[1:], " | ") + " |")
		n, err := strconv.Atoi(cells[6])
		if err != nil {
			t.Fatal(line)
		}
		reached[cells[1]+", "+cells[2]] = n
	}
	for _, fault := range []string{"latency of 3 s", "resets", "status 503", "black hole"} {
		all, breaker, none := reached[fault+", all"], reached[fault+", no breaker"], reached[fault+", no breaker, no budget"]
		if all == 0 || all >= breaker || breaker >= none {
			t.Errorf("%s: %d requests reach the service, %d without a breaker, %d without a budget", fault, all, breaker, none)
		}
	}
}
