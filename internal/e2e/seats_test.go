package e2e

import (
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/internal/foreign"
)

// TestSeats runs services with options that are not in the catalogue: guards
// protect routes, limits and idempotency keys are per principal, the outermost
// middleware knows the routes, an unavailable server of copies degrades the service, and
// everything stops in the documented order.
func TestSeats(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	cat := foreign.Catalog()
	for _, framework := range cat.Options("framework") {
		t.Run(framework.Name, func(t *testing.T) {
			t.Parallel()
			dir := writeSpec(t, cat, seated(t, framework.Name))
			compile(t, dir)
			run(t, dir, "go", "test", "./internal/app", "./internal/handler", "./internal/middleware", "./internal/router") // with vet
			copies := listen(t, "127.0.0.1:0")
			env := []string{
				"AUTH_TOKENS=ann:user:one,bob:admin:two", "COPIES_ADDR=" + copies.Addr().String(),
				"RATELIMIT_ROUTES=GET /api/v1/me 2/1h", "SHUTDOWN_DELAY=200ms",
			}
			s := startService(t, dir, env, "RATELIMIT_ROUTES=")
			walkGuards(t, s, writesShelves,
				visitor{"nobody", ""}, visitor{"stranger", "three"}, visitor{"user", "one"}, visitor{"admin", "two"})
			credentials(t, s, "one", "/api/v1/shelves", "/api/v1/books")
			s.end()
			s = startService(t, dir, env)
			guards(t, s)
			principals(t, s)
			routePatterns(t, s)
			degraded(t, s, copies)
			stopOrder(t, s)
			workerAlone(t, s)
		})
	}
}

// seated returns the spec of a project with all options that are not in the
// catalogue.
func seated(t *testing.T, framework string) *spec.Spec {
	t.Helper()
	s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: layer.Choices{
		"framework": {framework}, "database": {"none"}, "middleware": {"ratelimit", "idempotency"},
		"auth": {"token"}, "copies": {"remote"}, "observability": {"metrics"}, "work": {"ticks"},
	}}
	for line, access := range map[string]spec.Access{
		"book title:string:required":  {Read: layer.Public},
		"shelf title:string:required": {Read: "user", Write: "admin"},
	} {
		r, err := spec.ParseResource(line)
		if err != nil {
			t.Fatal(err)
		}
		r.Access = access
		s.Resources = append(s.Resources, r)
	}
	slices.SortFunc(s.Resources, func(a, b spec.Resource) int { return strings.Compare(a.Name, b.Name) })
	return s
}

const titled = `{"title":"x"}`

// as sends a request with a user's token, or without one if it is "".
func (s *service) as(token, method, path, key, body string) answer {
	s.t.Helper()
	header := http.Header{}
	if token != "" {
		header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		header.Set("Content-Type", asJSON)
	}
	if key != "" {
		header.Set("Idempotency-Key", key)
	}
	return send(s.t, method, s.public+path, header, body)
}

func guards(t *testing.T, s *service) {
	t.Helper()
	for _, tc := range []struct {
		token, method, path string
		status              int
	}{
		{"", "GET", "/api/v1/books", 200},
		{"", "HEAD", "/api/v1/books", 200},
		{"", "POST", "/api/v1/books", 401},
		{"unknown", "POST", "/api/v1/books", 401},
		{"unknown", "GET", "/api/v1/books", 200},
		{"one", "POST", "/api/v1/books", 201},
		{"two", "POST", "/api/v1/books", 201},
		{"", "GET", "/api/v1/shelves", 401},
		{"", "HEAD", "/api/v1/shelves", 401},
		{"one", "GET", "/api/v1/shelves", 200},
		{"one", "POST", "/api/v1/shelves", 403},
		{"two", "POST", "/api/v1/shelves", 201},
		{"one", "DELETE", "/api/v1/shelves/1", 403},
		{"", "GET", "/api/v1/nothing", 404},
		{"", "PUT", "/api/v1/books", 405},
		{"", "GET", "/readyz", 200},
	} {
		body := ""
		if tc.method == http.MethodPost {
			body = titled
		}
		if got := s.as(tc.token, tc.method, tc.path, "", body); got.status != tc.status {
			t.Errorf("%s %s as %q: got status %d, want %d: %s", tc.method, tc.path, tc.token, got.status, tc.status, got.body)
		}
	}
}

// principals checks that limits and idempotency keys are per user, regardless
// of the client's address, and that the log names the user.
func principals(t *testing.T, s *service) {
	t.Helper()
	for _, tc := range []struct {
		token  string
		status int
	}{{"one", 200}, {"one", 200}, {"one", 429}, {"two", 200}, {"", 401}, {"", 401}, {"", 429}, {"two", 200}, {"two", 429}} {
		if got := s.as(tc.token, "GET", "/api/v1/me", "", ""); got.status != tc.status {
			t.Errorf("GET /api/v1/me as %q: got status %d, want %d", tc.token, got.status, tc.status)
		}
	}
	create := func(token string) answer { return s.as(token, "POST", "/api/v1/books", "k", titled) }
	first, again, other := create("one"), create("one"), create("two")
	if again.header.Get("Idempotency-Replayed") != "true" || again.body != first.body {
		t.Errorf("same user with the same key: got %s after %s", again.body, first.body)
	}
	if other.status != 201 || other.header.Get("Idempotency-Replayed") != "" || other.body == first.body {
		t.Errorf("another user with the same key got the response to the first: %s", other.body)
	}
}

// routePatterns checks that the metrics have the route of each request that reached its handler or guard.
func routePatterns(t *testing.T, s *service) {
	t.Helper()
	s.as("", "GET", "/api/v1/books/1", "", "")
	got := call(t, "GET", s.admin+"/metrics", "", "").body
	got = strings.ReplaceAll(got, ":id", "{id}")
	for _, want := range []string{
		`method="GET",route="/api/v1/books/{id}",status="2xx"} 1`, `method="GET",route="/api/v1/books",status="2xx"} 2`,
		`method="POST",route="/api/v1/shelves",status="4xx"} 1`, `method="GET",route="/api/v1/me",status="2xx"} 4`,
		`method="GET",route="/readyz",status="2xx"} 1`,
	} {
		if !strings.Contains(got, "\nhttp_server_request_duration_seconds_count{"+want+"\n") {
			t.Errorf("the metrics do not contain %q:\n%s", want, got)
		}
	}
}

// listen fakes the server of copies: it accepts connections.
func listen(t *testing.T, address string) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for conn, err := l.Accept(); err == nil; conn, err = l.Accept() {
			_ = conn.Close()
		}
	}()
	return l
}

// degraded stops the server of copies and starts it again.
func degraded(t *testing.T, s *service, copies net.Listener) {
	t.Helper()
	status := func(want string) {
		t.Helper()
		if got := call(t, "GET", s.admin+"/status", "", ""); !strings.Contains(got.body, want) {
			t.Errorf("/status: got %s, want %s", got.body, want)
		}
		if got := call(t, "GET", s.admin+"/readyz", "", ""); got.status != 200 {
			t.Errorf("/readyz: got %d %s", got.status, got.body)
		}
		if got := s.as("", "GET", "/api/v1/books/1", "", ""); got.status != 200 {
			t.Errorf("GET /api/v1/books/1: got %d %s", got.status, got.body)
		}
	}
	status(`{"name":"copies","status":"up","optional":true}`)
	_ = copies.Close()
	status(`"name":"copies","status":"degraded","error":"dial tcp `)
	listen(t, copies.Addr().String())
	status(`{"name":"copies","status":"up","optional":true}`)
}

// ann is the ID of a user.
const ann = "f05acd7b-15d6-5e2b-8431-58abb673d1dd"

// records matches log messages about starting and stopping.
var records = regexp.MustCompile(`"msg":"(listening|registered|deregistered|serving|stopping|[a-z]+ works|[a-z]+ has finished|lines stop|broker closed)"`)

func told(log string) []string {
	var messages []string
	for _, m := range records.FindAllStringSubmatch(log, -1) {
		messages = append(messages, m[1])
	}
	return messages
}

// stopOrder stops the service and checks the order in its log.
func stopOrder(t *testing.T, s *service) {
	t.Helper()
	slow := openSlow(t, s.public, "Authorization: Bearer one")
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the end of the delay", func() bool { return refused(s.public) })
	if status := slow.finish(t); status != "HTTP/1.1 201 Created" {
		t.Errorf("request in flight: got %q", status)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("got exit code %d, want 0", code)
	}
	log := s.log.String()
	got := told(log)
	want := []string{
		"listening", "relay works", "consumer works", "listening", "registered", "serving",
		"stopping", "deregistered", "lines stop", "consumer has finished", "relay has finished", "broker closed",
	}
	for _, names := range [][]string{got, want} { // concurrent parts, in any order
		slices.Sort(names[:min(6, len(names))])
	}
	if !slices.Equal(got, want) {
		t.Errorf("got log messages\n%q, want\n%q", got, want)
	}
	last := strings.LastIndex(log, `"msg":"request"`)
	if i := strings.Index(log, "consumer has finished"); last > i || last < strings.Index(log, "deregistered") {
		t.Errorf("request in flight ended out of order:\n%s", log[max(0, len(log)-2000):])
	}
	if !strings.Contains(log[:last], `"user_id":"`+ann+`"`) {
		t.Error("no access log record has the user")
	}
}

// workerAlone runs the worker subcommand, which opens the broker and has only
// the admin listener.
func workerAlone(t *testing.T, s *service) {
	t.Helper()
	w := startCommand(t, s.dir, nil, "worker")
	if got := call(t, "GET", w.admin+"/readyz", "", ""); got.status != 200 || w.public != "" {
		t.Errorf("worker: got /readyz %d and public listener %q", got.status, w.public)
	}
	w.end()
	want := []string{"listening", "consumer works", "serving", "stopping", "consumer has finished", "broker closed"}
	if got := told(w.log.String()); !slices.Equal(got[3:], want[3:]) {
		t.Errorf("worker: got log messages %q, want %q", got, want)
	}
}
