package e2e

import (
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

// middlewareEnv configures the middleware such that a few requests show what
// it does.
var middlewareEnv = []string{
	"HTTP_REQUEST_TIMEOUT=1s",
	"SECURE_HSTS_MAX_AGE=24h",
	"CORS_ORIGINS=https://app.example",
	"RATELIMIT_ROUTES=GET /version 2/1h, * /api/v1/limited 1/1h",
	"RATELIMIT_TRUSTED_PROXIES=127.0.0.1",
	"COMPRESS_MIN_SIZE=400",
	"IDEMPOTENCY_ANSWER_LIMIT=1000",
}

// TestMiddleware starts a service with all middleware on every framework and
// holds it to the contract of testdata/contract/middleware.
func TestMiddleware(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	cat := templates.Catalog()
	for _, framework := range cat.Options("framework") {
		t.Run(framework.Name, func(t *testing.T) {
			s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: layer.Choices{
				"framework": {framework.Name}, "database": {"sqlite"}, "example": {"bank"},
			}}
			for _, l := range cat.Options("middleware") {
				s.Options["middleware"] = append(s.Options["middleware"], l.Name)
			}
			for _, line := range resources(true) {
				r, err := spec.ParseResource(line)
				if err != nil {
					t.Fatal(err)
				}
				s.Resources = append(s.Resources, r)
			}
			dir := writeSpec(t, cat, s)
			breakable(t, dir)
			compile(t, dir)
			service := startService(t, dir, middlewareEnv)
			for _, file := range middlewareFiles(t) {
				exchanges := contract(t, file)
				for i, x := range exchanges {
					got := x.do(t, service.public)
					if *update {
						exchanges[i] = got
					} else {
						x.check(t, got)
					}
				}
				if *update {
					keepContract(t, file, exchanges)
				}
			}
			headAsGet(t, service.public)
			inProgress(t, service.public)
			service.end()
			for _, want := range []string{`"status":204`, `"status":422`, `"status":429`, `"status":500`} {
				if !strings.Contains(service.log.String(), want) {
					t.Errorf("the log lacks %s", want)
				}
			}
		})
	}
}

func middlewareFiles(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(contractDir, "middleware"))
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, e := range entries {
		files = append(files, filepath.Join("middleware", e.Name()))
	}
	return files
}

// headAsGet checks that HEAD has the header of GET, of an answer that is
// compressed and of one that is not.
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

// inProgress sends a request twice at once, and again after it has failed.
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
