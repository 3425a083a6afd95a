package templates_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/project"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

// service is a generated project, built and running.
type service struct {
	t             *testing.T
	dir           string
	env           []string // of the service, beside what a test adds
	cmd           *exec.Cmd
	public, admin string        // base URLs
	lines         chan struct{} // closed when the log has ended
	requests      atomic.Int64  // access log records of /api/
	log           strings.Builder
}

// build makes and compiles a project with a book and returns its folder.
func build(t *testing.T, framework, database string) string {
	t.Helper()
	cat := templates.Catalog()
	book, err := spec.ParseResource("book title:string:required,max=200 price:decimal published:date isbn:string:unique")
	if err != nil {
		t.Fatal(err)
	}
	s := &spec.Spec{
		Name: "myapi", Module: "example.com/myapi", Resources: []spec.Resource{book},
		Options: map[string]string{"framework": framework, "database": database},
	}
	s.Fill(cat)
	rendered, err := generator.Render(cat, s)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "myapi")
	if err := (project.Writer{}).Create(t.Context(), dir, rendered); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "go", "build", "-o", "bin/server", "./cmd/server")
	return dir
}

func startService(t *testing.T, dir string, env []string, more ...string) *service {
	t.Helper()
	s := &service{t: t, dir: dir, env: env, lines: make(chan struct{})}
	s.cmd = exec.CommandContext(t.Context(), filepath.Join(dir, "bin", "server"))
	s.cmd.Dir = dir
	s.cmd.Env = append(os.Environ(), "HTTP_HOST=127.0.0.1", "HTTP_PORT=0", "ADMIN_PORT=0", "LOG_FORMAT=json")
	s.cmd.Env = slices.Concat(s.cmd.Env, env, more)
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.cmd.Stderr = os.Stderr
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	listening := make(chan struct{})
	go s.readLog(out, listening)
	select {
	case <-listening:
	case <-s.lines:
		t.Fatalf("the service ended at once:\n%s", s.log.String())
	case <-time.After(30 * time.Second):
		t.Fatal("the service does not listen")
	}
	return s
}

func (s *service) readLog(out io.Reader, listening chan<- struct{}) {
	defer close(s.lines)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		s.log.WriteString(lines.Text() + "\n")
		var r struct{ Msg, Public, Admin, Path string }
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			s.t.Errorf("not a JSON record: %s", lines.Text())
		}
		switch {
		case r.Msg == "listening":
			s.public, s.admin = "http://"+r.Public, "http://"+r.Admin
			close(listening)
		case r.Msg == "request" && strings.HasPrefix(r.Path, "/api/"):
			s.requests.Add(1)
		}
	}
}

// stop waits for the end of the service and returns its exit code.
func (s *service) stop() int {
	s.t.Helper()
	<-s.lines
	_ = s.cmd.Wait() // the code says it all
	return s.cmd.ProcessState.ExitCode()
}

// answer is what came back for a request.
type answer struct {
	status int
	header http.Header
	body   string
}

func call(t *testing.T, method, url, contentType, body string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(data)}
}

const (
	asJSON  = "application/json"
	asPatch = "application/merge-patch+json"
)

// exchanges go over every route of a new service, and over what clients do
// wrong. Each goes on from the state the ones before have left.
var exchanges = []struct {
	method, path, contentType, body string
	status                          int
	want                            []string // parts of the body
}{
	{"GET", "/healthz", "", "", 200, []string{`"code":0`}},
	{"GET", "/readyz", "", "", 200, []string{`"code":0`}},
	{"GET", "/version", "", "", 200, []string{`"code":0`, `"version"`}},
	{"HEAD", "/version", "", "", 200, nil},
	{"GET", "/swagger/index.html", "", "", 200, []string{"swagger"}},
	{"GET", "/swagger/doc.json", "", "", 200, []string{`"/api/v1/books/{id}"`}},
	{"GET", "/api/v1/books", "", "", 200, []string{`"items":[]`}},
	{"POST", "/api/v1/books", asJSON, `{"title":"A","price":"12.50","published":"2024-02-29","isbn":"1"}`, 201, []string{`"id":1,`, `"price":"12.5"`, `"published":"2024-02-29"`}},
	{"POST", "/api/v1/books", asJSON, `{"title":"B","price":"99999999999999999999.000000000000000001"}`, 201, []string{`"id":2,`, `"price":"99999999999999999999.000000000000000001"`, `"published":null`, `"isbn":null`}},
	{"POST", "/api/v1/books", asJSON, `{"title":"C"}`, 201, []string{`"id":3,`}},
	{"GET", "/api/v1/books/1", "", "", 200, []string{`"title":"A"`}},
	{"HEAD", "/api/v1/books/1", "", "", 200, nil},
	{"PUT", "/api/v1/books/1", asJSON, `{"title":"A2","isbn":"1"}`, 200, []string{`"title":"A2"`, `"price":null`}},
	{"PATCH", "/api/v1/books/1", asPatch, `{"price":"1"}`, 200, []string{`"title":"A2"`, `"price":"1"`, `"isbn":"1"`}},
	{"PATCH", "/api/v1/books/1", asJSON, `{"price":null}`, 200, []string{`"price":null`}},
	{"PATCH", "/api/v1/books/1", asPatch, `{"title":null}`, 422, []string{`"field":"title"`}},
	{"GET", "/api/v1/books?sort=-title&limit=2", "", "", 200, []string{`"next_cursor":"`, `"title":"C"`, `"title":"B"`}},
	{"GET", "/api/v1/books?limit=0", "", "", 400, []string{"limit"}},
	{"GET", "/api/v1/books?sort=secret", "", "", 400, []string{"sort"}},
	{"GET", "/api/v1/books?cursor=nonsense", "", "", 400, []string{"cursor"}},
	{"DELETE", "/api/v1/books/3", "", "", 204, nil},
	{"DELETE", "/api/v1/books/3", "", "", 404, []string{`"code":3`}},
	{"GET", "/api/v1/books/3", "", "", 404, []string{`"code":3`}},
	{"PUT", "/api/v1/books/3", asJSON, `{"title":"x"}`, 404, nil},
	{"PATCH", "/api/v1/books/3", asPatch, `{"title":"x"}`, 404, nil},
	{"POST", "/api/v1/books", asJSON, `{"title":"D","isbn":"1"}`, 409, []string{`"code":3`}},
	{"PUT", "/api/v1/books/2", asJSON, `{"title":"D","isbn":"1"}`, 409, []string{`"code":3`}},
	{"GET", "/api/v1/books/abc", "", "", 400, []string{`"code":2`}},
	{"GET", "/api/v1/books/0", "", "", 400, nil},
	{"GET", "/api/v1/books/9223372036854775808", "", "", 400, nil},
	{"POST", "/api/v1/books", asJSON, `{}`, 422, []string{`"field":"title"`, `"rule":"required"`}},
	{"POST", "/api/v1/books", asJSON, `{"title":""}`, 422, []string{`"field":"title"`}},
	{"POST", "/api/v1/books", asJSON, `{"title":"` + strings.Repeat("ä", 201) + `"}`, 422, []string{`"rule":"max"`}},
	{"POST", "/api/v1/books", asJSON, `{"title":"` + strings.Repeat("ä", 200) + `"}`, 201, nil},
	{"POST", "/api/v1/books", asJSON, `{"title":"x","price":"1e400000000"}`, 400, []string{"price"}},
	{"POST", "/api/v1/books", asJSON, `{"title":"x","published":"2023-02-29"}`, 400, []string{"published"}},
	{"POST", "/api/v1/books", asJSON, `{"title":1}`, 400, []string{"title"}},
	{"POST", "/api/v1/books", asJSON, ``, 400, nil},
	{"POST", "/api/v1/books", asJSON, `[]`, 400, nil},
	{"POST", "/api/v1/books", asJSON, `null`, 400, nil},
	{"POST", "/api/v1/books", asJSON, `{"title":"x"`, 400, nil},
	{"POST", "/api/v1/books", asJSON, `{"title":"x"} {}`, 400, nil},
	{"POST", "/api/v1/books", asJSON, `{"title":"x","titel":"y"}`, 400, []string{"titel"}},
	{"POST", "/api/v1/books", asJSON, `{"title":"x","title":"y"}`, 400, []string{"title"}},
	{"POST", "/api/v1/books", asJSON, `{"title":"x","id":7}`, 400, []string{"id"}},
	{"POST", "/api/v1/books", asJSON, "{\"title\":\"\xff\"}", 400, nil},
	{"POST", "/api/v1/books", asJSON, strings.Repeat(`{"a":`, 10_000), 400, nil},
	{"POST", "/api/v1/books", asJSON, `{"title":"` + strings.Repeat("x", 2<<20) + `"}`, 413, []string{`"code":2`}},
	{"POST", "/api/v1/books", "text/plain", `{"title":"x"}`, 415, []string{`"code":2`}},
	{"POST", "/api/v1/books", "", `{"title":"x"}`, 415, nil},
	{"GET", "/nowhere", "", "", 404, []string{`"code":2`}},
	{"GET", "/api/v1", "", "", 404, []string{`"code":2`}},
	{"GET", "/api/v1/books/", "", "", 404, []string{`"code":2`}},
	{"GET", "/api/v1/books/1/", "", "", 404, []string{`"code":2`}},
	{"GET", "/api/v1/Books", "", "", 404, []string{`"code":2`}},
	{"GET", "/api/v1/books/%31", "", "", 200, []string{`"id":1,`}},
	{"BREW", "/nowhere", "", "", 404, []string{`"code":2`}},
	{"DELETE", "/api/v1/books", "", "", 405, []string{`"code":2`}},
	{"POST", "/api/v1/books/1", asJSON, `{}`, 405, []string{`"code":2`}},
	{"OPTIONS", "/api/v1/books", "", "", 405, []string{`"code":2`}},
	{"BREW", "/api/v1/books", "", "", 405, []string{`"code":2`}},
}

func TestServices(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	for _, framework := range templates.Catalog().Options("framework") {
		for _, database := range templates.Catalog().Options("database") {
			t.Run(framework.Name+"-"+database.Name, func(t *testing.T) {
				server, needed := servers[database.Name]
				if needed && os.Getenv(server.env) == "" {
					t.Skipf("needs a server: set %s, such as %s", server.env, server.example)
				}
				dir := build(t, framework.Name, database.Name)
				var env []string
				if needed {
					env = server.newDatabase(t, dir)
				}
				s := startService(t, dir, env)
				for _, x := range exchanges {
					checkExchange(t, s.public, x.method, x.path, call(t, x.method, s.public+x.path, x.contentType, x.body), x.status, x.want)
				}
				everyRouteWasCalled(t, dir)
				walkPages(t, s.public)
				headers(t, s.public)
				methodsAndSize(t, s.public)
				adminOnly(t, s)
				drain(t, s)
				production(t, dir, env)
				if needed {
					t.Setenv("TEST_"+server.variable, os.Getenv(server.env))
					run(t, dir, "go", "test", "./...")
				}
			})
		}
	}
}

func checkExchange(t *testing.T, base, method, path string, got answer, status int, want []string) {
	t.Helper()
	if got.status != status {
		t.Errorf("%s %s: status %d, want %d: %.200s", method, path, got.status, status, got.body)
	}
	for _, part := range want {
		if !strings.Contains(got.body, part) {
			t.Errorf("%s %s: %.300s lacks %s", method, path, got.body, part)
		}
	}
	switch got.status {
	case 201:
		if location := got.header.Get("Location"); call(t, "GET", base+location, "", "").status != 200 {
			t.Errorf("%s %s: Location %q leads nowhere", method, path, location)
		}
	case 405:
		if got.header.Get("Allow") == "" {
			t.Errorf("%s %s: no Allow", method, path)
		}
	}
	if got.header.Get("X-Request-ID") == "" {
		t.Errorf("%s %s: no X-Request-ID", method, path)
	}
	if len(got.body) > 0 && got.status >= 400 && !strings.HasPrefix(got.header.Get("Content-Type"), asJSON) {
		t.Errorf("%s %s: error as %s", method, path, got.header.Get("Content-Type"))
	}
}

// everyRouteWasCalled holds the exchanges against the API document.
func everyRouteWasCalled(t *testing.T, dir string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "docs", "swagger.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Paths) < 5 {
		t.Errorf("the API document has %d paths only", len(doc.Paths))
	}
	for path, methods := range doc.Paths {
		for method := range methods {
			called := slices.ContainsFunc(exchanges, func(x struct {
				method, path, contentType, body string
				status                          int
				want                            []string
			}) bool {
				plain, _, _ := strings.Cut(x.path, "?")
				return strings.EqualFold(x.method, method) && x.status < 300 && plain == strings.ReplaceAll(path, "{id}", "1") ||
					strings.EqualFold(x.method, method) && x.status < 300 && plain == strings.ReplaceAll(path, "{id}", "3")
			})
			if !called {
				t.Errorf("no exchange succeeds on %s %s", method, path)
			}
		}
	}
}

// walkPages follows the cursors and must meet each book once, in order.
func walkPages(t *testing.T, base string) {
	t.Helper()
	for i := range 25 {
		call(t, "POST", base+"/api/v1/books", asJSON, fmt.Sprintf(`{"title":"page %d","price":"%d"}`, i%5, i%3))
	}
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
					t.Errorf("sort=%s: book %d came twice", sort, item.ID)
				}
				seen[item.ID] = true
			}
			if cursor = page.Data.Next; cursor == "" || pages > 20 {
				break
			}
		}
		if len(seen) != 28 {
			t.Errorf("sort=%s: %d books, want 28", sort, len(seen))
		}
	}
}

// headers checks that ids of the client are taken over if they are harmless.
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
			t.Errorf("X-Request-ID %q was answered with %q", id, got)
		}
	}
}

// methodsAndSize checks that an answer 405 names exactly the methods that have
// a route, and that large headers are refused.
func methodsAndSize(t *testing.T, base string) {
	t.Helper()
	for path, want := range map[string]string{
		"/version":        "GET HEAD",
		"/api/v1/books":   "GET HEAD POST",
		"/api/v1/books/1": "DELETE GET HEAD PATCH PUT",
	} {
		got := strings.Split(call(t, "OPTIONS", base+path, "", "").header.Get("Allow"), ", ")
		slices.Sort(got)
		if methods := strings.Join(got, " "); methods != want {
			t.Errorf("%s allows %s, want %s", path, methods, want)
		}
	}
	if got := call(t, "GET", base+"/version?"+strings.Repeat("x", 100_000), "", ""); got.status != 431 {
		t.Errorf("a request line of 100 kB: status %d, want 431", got.status)
	}
}

// adminOnly checks what each listener serves.
func adminOnly(t *testing.T, s *service) {
	t.Helper()
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/debug/pprof/": 200, "/debug/pprof/heap": 200, "/api/v1/books": 404} {
		if got := call(t, "GET", s.admin+path, "", ""); got.status != want {
			t.Errorf("admin %s: status %d, want %d", path, got.status, want)
		}
	}
	if got := call(t, "GET", s.public+"/debug/pprof/", "", ""); got.status != 404 {
		t.Errorf("public /debug/pprof/: status %d, want 404", got.status)
	}
}

// drain sends SIGTERM under load. Clients that heed readiness, as a load
// balancer does, lose nothing, and neither does one that is in the middle of
// its request when the listener closes.
func drain(t *testing.T, s *service) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := s.stop(); code != 0 {
		t.Fatalf("exit code %d after SIGTERM without load\n%s", code, s.log.String())
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
	waitFor(t, "requests to go on while it drains", func() bool { return after.Load() > 20 })
	unready.Store(true)
	clients.Wait()
	failed.Range(func(key, _ any) bool { t.Errorf("a client saw: %v", key); return true })

	waitFor(t, "the listener to close", func() bool {
		conn, err := net.DialTimeout("tcp", strings.TrimPrefix(s.public, "http://"), time.Second)
		if err == nil {
			_ = conn.Close()
		}
		return err != nil
	})
	if status := slow.finish(t); status != "HTTP/1.1 201 Created" {
		t.Errorf("the request in flight was answered %q", status)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d, want 0\n%s", code, s.log.String())
	}
	if got, want := s.requests.Load(), answered.Load()+1; got != want {
		t.Errorf("%d requests were taken and %d answered", got, want)
	}
}

func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// slowRequest is a request whose body is not sent to its end.
type slowRequest struct{ conn net.Conn }

const slowBody = `{"title":"slow"}`

func openSlow(t *testing.T, base string) slowRequest {
	t.Helper()
	host := strings.TrimPrefix(base, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	_, err = fmt.Fprintf(conn, "POST /api/v1/books HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", host, asJSON, len(slowBody), slowBody[:5])
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

// production starts the service as it is deployed: no documents on the
// public listener, no schema change at start, and a health check that tells.
func production(t *testing.T, dir string, env []string) {
	t.Helper()
	s := startService(t, dir, env, "APP_ENV=production", "SHUTDOWN_DELAY=0s")
	if got := call(t, "GET", s.public+"/swagger/index.html", "", ""); got.status != 404 {
		t.Errorf("/swagger/ in production: status %d, want 404", got.status)
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
		t.Error("healthcheck of a stopped service succeeds")
	}
	if _, err := os.Stat(filepath.Join(dir, "migrations")); err == nil {
		withoutSchema(t, dir, env)
	}
}

// withoutSchema deploys the service before its schema: it is not ready until
// the migrations have run.
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
		t.Errorf("/readyz without a schema: status %d, want 503", got.status)
	}
	migrate("up")
	if got := call(t, "GET", s.public+"/readyz", "", ""); got.status != 200 {
		t.Errorf("/readyz after migrate up: status %d, want 200: %s", got.status, got.body)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}
