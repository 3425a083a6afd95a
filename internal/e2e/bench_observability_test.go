package e2e

import (
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/gen-go/gen/templates"
)

// observers are services that differ in what observes them, the first one without.
// That of traces is measured without a collector and with parts of the traces.
var observers = []struct {
	name, options, ratio string
}{
	{"none-", "", ""},
	{"metrics-", "metrics", ""},
	{"off-", "tracing", ""},
	{"1pc-", "tracing", "0.01"},
	{"all-", "tracing", "1"},
	{"both-", "tracing,metrics", "0.01"},
}

// BenchmarkObservability measures reading a row from SQLite on services that are
// observed in different ways, and counts the allocations of a request. They take
// turns.
func BenchmarkObservability(b *testing.B) {
	for _, framework := range templates.Catalog().Options("framework") {
		b.Run(framework.Name, func(b *testing.B) {
			collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }))
			defer collector.Close()
			servers := make([]target, len(observers))
			all := make([][]figures, len(observers))
			for i, o := range observers {
				service := startObserved(b, framework.Name, o.options, "OTEL_TRACES_SAMPLER_ARG="+o.ratio, "OTEL_EXPORTER_OTLP_ENDPOINT="+endpointIf(o.ratio != "", collector.URL))
				servers[i] = service.target(b)
				measure(b, servers[i], duration, http.StatusOK, get("/api/v1/books/1")) // until it is warm
				b.ReportMetric(allocations(b, service, servers[i]), o.name+"allocs")
			}
			for range turns {
				for _, i := range rand.Perm(len(servers)) { // none always follows the same
					all[i] = append(all[i], measure(b, servers[i], turn, http.StatusOK, get("/api/v1/books/1")))
				}
			}
			for i, o := range observers {
				report(b, o.name, all[i])
				if i > 0 {
					compare(b, o.name, all[i], all[0])
				}
			}
			b.ReportMetric(0, "ns/op") // meaningless here
		})
	}
}

// endpointIf returns a URL, or "" for none.
func endpointIf(wanted bool, url string) string {
	if wanted {
		return url
	}
	return ""
}

// startObserved starts a service that has a book.
func startObserved(b *testing.B, framework, options string, env ...string) *service {
	b.Helper()
	c := choice{"framework": framework, "database": "sqlite"}
	if options != "" {
		c["observability"] = options
	}
	dir := write(b, c, "book title:string:required")
	compile(b, dir)
	env = append(env, "SQLITE_DSN=file:"+filepath.Join(b.TempDir(), "bench.db"))
	service := startQuietly(b, dir, append(imageEnv(b, dir), env...)...)
	if got := call(b, "POST", service.public+"/api/v1/books", asJSON, `{"title":"A"}`); got.status != http.StatusCreated {
		b.Fatal(got)
	}
	return service
}

// allocations returns how many a request makes, with what happens in the background
// meanwhile.
func allocations(b *testing.B, s *service, server target) float64 {
	b.Helper()
	const requests = 5000
	count := func() float64 {
		profile := call(b, "GET", s.admin+"/debug/pprof/allocs?debug=1", "", "").body
		mallocs := regexp.MustCompile(`(?m)^# Mallocs = (\d+)$`).FindStringSubmatch(profile)
		if mallocs == nil {
			b.Fatal("the profile has no count of allocations")
		}
		n, err := strconv.ParseFloat(mallocs[1], 64)
		if err != nil {
			b.Fatal(err)
		}
		return n
	}
	before := count()
	for range requests {
		if _, err := server.conns[0].send(get("/api/v1/books/1")(0, 0), http.StatusOK); err != nil {
			b.Fatal(err)
		}
	}
	return (count() - before) / requests
}
