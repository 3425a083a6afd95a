package e2e

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/templates"
)

// TestMiddleware starts a service with all middleware on every framework and
// tests the contracts in testdata/contract/middleware.
func TestMiddleware(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	cat := templates.Catalog()
	for _, framework := range cat.Options("framework") {
		t.Run(framework.Name, func(t *testing.T) {
			parallel(t)
			options := layer.Choices{"framework": {framework.Name}, "database": {"sqlite"}, "example": {"bank"}}
			var files []string
			env := []string{"HTTP_REQUEST_TIMEOUT=1s"}
			for _, l := range cat.Options("middleware") {
				options["middleware"] = append(options["middleware"], l.Name)
				files = append(files, l.ID()+".yaml")
				env = append(env, optionEnv(t, l)...)
			}
			dir := writeSpec(t, cat, newSpec(t, options, resources(true)))
			breakable(t, dir)
			compile(t, dir)
			service := startService(t, dir, env)
			for _, file := range files {
				fulfill(t, service.public, file)
			}
			headAsGet(t, service.public)
			inProgress(t, service.public)
			service.end()
			overload(t, startService(t, dir, env, "HTTP_MAX_IN_FLIGHT=1"))
			for _, want := range []string{`"status":204`, `"status":422`, `"status":429`, `"status":500`} {
				if !strings.Contains(service.log.String(), want) {
					t.Errorf("the log does not contain %s", want)
				}
			}
		})
	}
}

// headAsGet checks that HEAD has the same headers as GET, with and without
// compression.
func headAsGet(t *testing.T, base string) {
	t.Helper()
	for _, encoding := range []string{"gzip", "identity"} {
		get := send(t, http.MethodGet, base+"/api/v1/books?limit=3", http.Header{"Accept-Encoding": {encoding}}, "")
		head := send(t, http.MethodHead, base+"/api/v1/books?limit=3", http.Header{"Accept-Encoding": {encoding}}, "")
		for _, header := range []http.Header{get.header, head.header} {
			for _, name := range []string{"Date", "X-Request-Id", "Ratelimit"} {
				header.Del(name)
			}
		}
		if !maps.EqualFunc(get.header, head.header, slices.Equal) || head.body != "" || (get.header.Get("Content-Encoding") == "gzip") != (encoding == "gzip") {
			t.Errorf("%s: GET %v\nHEAD %v %s", encoding, get.header, head.header, head.body)
		}
	}
}

// inProgress sends a request twice at the same time, and again after it has
// failed.
func inProgress(t *testing.T, base string) {
	t.Helper()
	create := func() int {
		header := http.Header{"Content-Type": {asJSON}, "Idempotency-Key": {"slow"}}
		return send(t, http.MethodPost, base+"/api/v1/books", header, `{"title":"too slow"}`).status
	}
	statuses := make(chan int, 2)
	for range 2 {
		go func() { statuses <- create() }()
	}
	got := []int{<-statuses, <-statuses, create()}
	if want := []int{http.StatusConflict, http.StatusGatewayTimeout, http.StatusGatewayTimeout}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// overload sends requests to a service that handles one at a time, while it
// does.
func overload(t *testing.T, s *service) {
	t.Helper()
	slow := make(chan int)
	go func() {
		status := http.StatusServiceUnavailable
		for status == http.StatusServiceUnavailable { // if a request below came first
			status = call(t, "POST", s.public+"/api/v1/books", asJSON, `{"title":"too slow"}`).status
		}
		slow <- status
	}()
	list := func() answer { return call(t, "GET", s.public+"/api/v1/books", "", "") }
	var got answer
	waitFor(t, "overload", func() bool { got = list(); return got.status != http.StatusOK })
	const want = `{"code":1004,"message":"too many requests at the moment"}`
	if got.status != http.StatusServiceUnavailable || got.body != want || got.header.Get("Retry-After") != "1" || got.header.Get("X-Content-Type-Options") == "" {
		t.Errorf("beyond the limit: %d %v %s", got.status, got.header, got.body)
	}
	for _, probe := range []string{"/healthz", "/readyz"} {
		if got := call(t, "GET", s.public+probe, "", ""); got.status != http.StatusOK {
			t.Errorf("%s beyond the limit: %d", probe, got.status)
		}
	}
	if status := <-slow; status != http.StatusGatewayTimeout {
		t.Errorf("the slow request: %d", status)
	}
	if got := list(); got.status != http.StatusOK {
		t.Errorf("within the limit again: %d %s", got.status, got.body)
	}
	s.end()
	if !strings.Contains(s.log.String(), `"path":"/api/v1/books","status":503`) {
		t.Error("the access log does not have the 503")
	}
}
