package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

const (
	asJSON  = "application/json"
	asPatch = "application/merge-patch+json"
)

// TestServices tests the service of every choice: the contract, shutdown under
// load, a restart with production settings, and migrations down. With -servers
// each framework has every cache in Redis. Without, one framework runs without a
// database, because the framework does not affect how rows are stored.
func TestServices(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	all := choices()
	if *useServers {
		all = sharedChoices(t)
	}
	for _, c := range all {
		if !*useServers && !c.relational() && c["framework"] != choices()[0]["framework"] {
			continue
		}
		t.Run(c.String(), func(t *testing.T) {
			parallel(t)
			server, remote := servers[c["database"]]
			if remote {
				server.need(t)
			}
			dir := write(t, c, append(resources(c.relational()), film)...)
			breakable(t, dir)
			compile(t, dir)
			var env []string
			if remote {
				env = server.newDatabase(t, dir)
			}
			if cache := c["cache"]; cache == "redis" || cache == "tiered" {
				env = append(env, "REDIS_ADDR="+startRedis(t).address, "REDIS_TIMEOUT=5s")
			}
			s := startService(t, dir, env, "HTTP_REQUEST_TIMEOUT=1s")
			for _, file := range contractFiles(t, c.relational()) {
				fulfill(t, s.public, file)
			}
			oneOfTwoWins(t, s.public)
			noUpdateIsLost(t, s.public)
			oneCreates(t, s.public)
			call(t, "GET", s.public+"/api/v1/books/1", "", "") // which is then in the cache
			noSecret(t, s)
			everyRouteWasCalled(t, dir, c.relational())
			s = again(t, s)
			demandsIfMatch(t, s.public)
			walkPages(t, s.public)
			headers(t, s.public)
			wire(t, s.public, c["framework"] == "fiber")
			adminOnly(t, s)
			drain(t, s)
			usage(t, dir)
			production(t, dir, env)
			prefixed(t, dir, env)
			if remote {
				runEnv(t, dir, server.forTests(), "go", "test", "./...")
			}
		})
	}
}

// noSecret checks that the text of internal errors is logged. The contract
// tests that clients do not see it.
func noSecret(t *testing.T, s *service) {
	t.Helper()
	s.end()
	for _, want := range []string{"panic: password=hunter2", `"error":"password=hunter2"`} {
		if !strings.Contains(s.log.String(), want) {
			t.Errorf("the log does not contain %s", want)
		}
	}
}

// again restarts a service. Rows still exist unless they were in memory.
func again(t *testing.T, old *service) *service {
	t.Helper()
	want := 200
	if _, err := os.Stat(filepath.Join(old.dir, "migrations")); err != nil {
		want = 404
	}
	s := startService(t, old.dir, old.env, "HTTP_REQUIRE_IF_MATCH=true")
	if got := call(t, "GET", s.public+"/api/v1/books/1", "", ""); got.status != want {
		t.Errorf("book 1 after a restart: got status %d, want %d", got.status, want)
	}
	return s
}

// everyRouteWasCalled checks that the contract has a successful request for
// every route in the API document.
func everyRouteWasCalled(t *testing.T, dir string, relational bool) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "docs", "swagger.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		BasePath string
		Paths    map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	succeeded := map[string]bool{}
	for _, file := range contractFiles(t, relational) {
		for _, x := range contract(t, file) {
			if x.Status < 300 {
				path, _, _ := strings.Cut(x.Request, "?")
				path = regexp.MustCompile(`/by-(\w+)/[^/]+$`).ReplaceAllString(path, "/by-$1/{$1}")
				succeeded[strings.ToUpper(regexp.MustCompile(`/\d+(/|$)`).ReplaceAllString(path, "/{id}$1"))] = true
			}
		}
	}
	if len(doc.Paths) < 2 {
		t.Errorf("the API document has only %d paths", len(doc.Paths))
	}
	for path, methods := range doc.Paths {
		for method := range methods {
			if !succeeded[strings.ToUpper(method+" "+doc.BasePath+path)] {
				t.Errorf("no successful request for %s %s%s", method, doc.BasePath, path)
			}
		}
	}
}

// walkPages follows the cursors and checks that each book is listed once, in
// order.
func walkPages(t *testing.T, base string) {
	t.Helper()
	for i := range 25 {
		call(t, "POST", base+"/api/v1/books", asJSON, fmt.Sprintf(`{"title":"page %d","price":"%d"}`, i%5, i%3))
	}
	total := 0
	for _, sort := range []string{"id", "-id", "title", "-title", "price", "-price", "published", "created_at"} {
		seen := map[int64]bool{}
		cursor := ""
		for pages := 0; ; pages++ {
			var page struct {
				Data struct {
					Items []struct {
						ID int64 `json:"id"`
					} `json:"items"`
					Next string `json:"next_cursor"`
				} `json:"data"`
			}
			got := call(t, "GET", base+"/api/v1/books?limit=4&sort="+sort+"&cursor="+cursor, "", "")
			if err := json.Unmarshal([]byte(got.body), &page); err != nil || got.status != 200 {
				t.Fatalf("sort=%s: %d %s %v", sort, got.status, got.body, err)
			}
			for _, item := range page.Data.Items {
				if seen[item.ID] {
					t.Errorf("sort=%s: duplicate book %d", sort, item.ID)
				}
				seen[item.ID] = true
			}
			if cursor = page.Data.Next; cursor == "" || pages > 20 {
				break
			}
		}
		if total == 0 {
			total = len(seen)
		}
		if len(seen) < 25 || len(seen) != total {
			t.Errorf("sort=%s: got %d books, want %d", sort, len(seen), max(total, 25))
		}
	}
}

// headers checks that valid request IDs of clients are used.
func headers(t *testing.T, base string) {
	t.Helper()
	for id, taken := range map[string]bool{"abc-123": true, "a b": false, strings.Repeat("x", 500): false} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/healthz", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Request-ID", id)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if got := resp.Header.Get("X-Request-ID"); (got == id) != taken {
			t.Errorf("X-Request-ID %q: got %q", id, got)
		}
	}
}

// adminOnly checks the paths of each listener.
func adminOnly(t *testing.T, s *service) {
	t.Helper()
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/status": 200, "/debug/pprof/": 200, "/debug/pprof/heap": 200, "/api/v1/books": 404} {
		if got := call(t, "GET", s.admin+path, "", ""); got.status != want {
			t.Errorf("admin %s: got status %d, want %d", path, got.status, want)
		}
	}
	for _, path := range []string{"/debug/pprof/", "/status"} {
		if got := call(t, "GET", s.public+path, "", ""); got.status != 404 {
			t.Errorf("public %s: got status %d, want 404", path, got.status)
		}
	}
}

// drain sends SIGTERM under load. Clients that watch readiness, as load
// balancers do, lose no requests, and neither does a client whose request is
// in flight when the listener closes.
func drain(t *testing.T, s *service) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := s.stop(); code != 0 {
		t.Fatalf("got exit code %d after SIGTERM without load\n%s", code, s.log.String())
	}
	s = startService(t, s.dir, s.env, "SHUTDOWN_DELAY=500ms", "SHUTDOWN_TIMEOUT=10s")
	slow := openSlow(t, s.public)

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var unready atomic.Bool
	var answered, after atomic.Int64
	var clients sync.WaitGroup
	var failed sync.Map
	signalled := make(chan struct{})
	for range 8 {
		clients.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			for !unready.Load() && ctx.Err() == nil {
				resp, err := client.Get(s.public + "/api/v1/books?limit=5")
				if err != nil {
					failed.Store(err.Error(), true)
					return
				}
				if _, err := io.Copy(io.Discard, resp.Body); err != nil {
					failed.Store(err.Error(), true)
				}
				_ = resp.Body.Close()
				answered.Add(1)
				select {
				case <-signalled:
					after.Add(1)
				default:
				}
				if resp.StatusCode != http.StatusOK {
					failed.Store(resp.Status, true)
				}
			}
		})
	}
	waitFor(t, "load", func() bool { return answered.Load() > 200 })
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	close(signalled)
	waitFor(t, "readiness to fail", func() bool { return call(t, "GET", s.admin+"/readyz", "", "").status == 503 })
	waitFor(t, "requests to be served while it drains", func() bool { return after.Load() > 20 })
	unready.Store(true)
	clients.Wait()
	failed.Range(func(key, _ any) bool { t.Errorf("client error: %v", key); return true })

	waitFor(t, "the listener to close", func() bool { return refused(s.public) })
	if status := slow.finish(t); status != "HTTP/1.1 201 Created" {
		t.Errorf("request in flight: got %q", status)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("got exit code %d, want 0\n%s", code, s.log.String())
	}
	if got, want := s.requests.Load(), answered.Load()+1; got != want {
		t.Errorf("%d responses in the access log, but clients got %d", got, want)
	}
}

// slowRequest is a request whose body is incomplete.
type slowRequest struct{ conn net.Conn }

const slowBody = `{"title":"slow"}`

func openSlow(t *testing.T, base string, headers ...string) slowRequest {
	t.Helper()
	host := strings.TrimPrefix(base, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	headers = append(headers, "Host: "+host, "Content-Type: "+asJSON, fmt.Sprint("Content-Length: ", len(slowBody)))
	_, err = fmt.Fprintf(conn, "POST /api/v1/books HTTP/1.1\r\n%s\r\n\r\n%s", strings.Join(headers, "\r\n"), slowBody[:5])
	if err != nil {
		t.Fatal(err)
	}
	return slowRequest{conn}
}

func (r slowRequest) finish(t *testing.T) string {
	t.Helper()
	defer r.conn.Close()
	if _, err := io.WriteString(r.conn, slowBody[5:]); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(r.conn).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// usage runs --help without any configuration, as in a bare image.
func usage(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(dir, "bin", "server"), "--help")
	cmd.Dir = t.TempDir()
	cmd.Env = []string{"APP_ENV=production"}
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "server healthcheck") {
		t.Errorf("--help: %v\n%s", err, out)
	}
}

// production starts the service with production settings: no API documents on
// the public listener, no migrations at startup, and a working health check.
func production(t *testing.T, dir string, env []string) {
	t.Helper()
	s := startService(t, dir, env, "APP_ENV=production", "SHUTDOWN_DELAY=0s")
	if got := call(t, "GET", s.public+"/swagger/index.html", "", ""); got.status != 404 {
		t.Errorf("/swagger/ in production: got status %d, want 404", got.status)
	}
	_, port, err := net.SplitHostPort(strings.TrimPrefix(s.admin, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	check := func() error {
		cmd := exec.CommandContext(t.Context(), filepath.Join(dir, "bin", "server"), "healthcheck")
		cmd.Dir = dir
		cmd.Env = slices.Concat(os.Environ(), env, []string{"ADMIN_PORT=" + port})
		return cmd.Run()
	}
	if err := check(); err != nil {
		t.Errorf("healthcheck of a healthy service: %v", err)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	if err := check(); err == nil {
		t.Error("healthcheck of a stopped service succeeded")
	}
	if _, err := os.Stat(filepath.Join(dir, "migrations")); err == nil {
		withoutSchema(t, dir, env)
	}
}

// prefixed gives the API another prefix and publishes the service below a path,
// with a proxy that removes it. The URLs that clients get lead through the
// proxy.
func prefixed(t *testing.T, dir string, env []string) {
	t.Helper()
	s := startService(t, dir, env, "API_PREFIX=/v7.1/api", "HTTP_PATH_PREFIX=/shop", "SHUTDOWN_DELAY=0s")
	target, err := url.Parse(s.public)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(http.StripPrefix("/shop", httputil.NewSingleHostReverseProxy(target)))
	defer proxy.Close()
	created := call(t, "POST", proxy.URL+"/shop/v7.1/api/books", asJSON, `{"title":"behind a proxy"}`)
	at := created.header.Get("Location")
	if got := call(t, "GET", proxy.URL+at, "", ""); got.status != 200 || !strings.HasPrefix(at, "/shop/v7.1/api/books/") {
		t.Errorf("Location is %q, where the status is %d", at, got.status)
	}
	if got := call(t, "GET", proxy.URL+"/shop/swagger/", "", ""); got.header.Get("Location") != "/shop/swagger/index.html" {
		t.Errorf("the documentation is at %q", got.header.Get("Location"))
	}
	if got := call(t, "GET", proxy.URL+"/shop/swagger/doc.json", "", ""); !strings.Contains(got.body, `"basePath": "/shop/v7.1/api"`) {
		t.Errorf("the document is for another path: %.300s", got.body)
	}
	for path, status := range map[string]int{"/healthz": 200, "/version": 200, "/api/v1/books": 404, "/v7.1/api": 404, "/v7.1/api/": 404, "/v7.1/api/readyz": 404} {
		if got := call(t, "GET", s.public+path, "", ""); got.status != status {
			t.Errorf("GET %s: got status %d, want %d", path, got.status, status)
		}
	}
	s.end()

	s = startService(t, dir, env, "API_PREFIX=/", "SHUTDOWN_DELAY=0s")
	created = call(t, "POST", s.public+"/books", asJSON, `{"title":"at the root"}`)
	if at := created.header.Get("Location"); created.status != 201 || !strings.HasPrefix(at, "/books/") {
		t.Errorf("POST /books: got status %d, Location %q", created.status, at)
	}
	if got := call(t, "GET", s.public+"/swagger/doc.json", "", ""); !strings.Contains(got.body, `"basePath": "/"`) {
		t.Errorf("the document is for another path: %.300s", got.body)
	}
	s.end()
}

// withoutSchema starts the service before its migrations. It must not be ready
// until they have run.
func withoutSchema(t *testing.T, dir string, env []string) {
	t.Helper()
	migrate := func(way string) {
		cmd := exec.CommandContext(t.Context(), filepath.Join(dir, "bin", "server"), "migrate", way)
		cmd.Dir = dir
		cmd.Env = slices.Concat(os.Environ(), env)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("migrate %s: %v\n%s", way, err, out)
		}
	}
	migrate("down")
	s := startService(t, dir, env, "APP_ENV=production", "SHUTDOWN_DELAY=0s")
	if got := call(t, "GET", s.public+"/readyz", "", ""); got.status != 503 {
		t.Errorf("/readyz without a schema: got status %d, want 503", got.status)
	}
	migrate("up")
	if got := call(t, "GET", s.public+"/readyz", "", ""); got.status != 200 {
		t.Errorf("/readyz after migrate up: got status %d, want 200: %s", got.status, got.body)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}
