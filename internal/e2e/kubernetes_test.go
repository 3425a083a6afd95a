package e2e

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gen-go/gen/templates"
)

// The manifests of every kind of project pass the checks of internal/manifests.
func TestManifests(t *testing.T) {
	if !*useServers {
		t.Skip("downloads the types of Kubernetes: run with -servers")
	}
	var overlays []string
	for _, c := range []choice{
		{"framework": "gin", "database": "postgres", "deploy": "kubernetes", "observability": "metrics"},
		{"framework": "fiber", "database": "mysql", "deploy": "kubernetes", "auth": "jwt,oidc"},
		{"framework": "nethttp", "database": "sqlite", "deploy": "kubernetes", "observability": "metrics"},
		{"framework": "chi", "database": "none", "deploy": "kubernetes", "auth": "jwt"},
	} {
		for _, lines := range [][]string{nil, {"book softdelete=true title:string:required"}} {
			dir := write(t, c, lines...)
			for _, overlay := range []string{"staging", "production"} {
				overlays = append(overlays, filepath.Join(dir, "deploy", "kubernetes", "overlays", overlay))
			}
		}
	}
	run(t, filepath.Join("..", "manifests"), "go", append([]string{"run", "."}, overlays...)...)
}

// frontend sends requests to the instances that are ready, in turn, as a Service of
// Kubernetes does.
type frontend struct {
	mu        sync.Mutex
	instances []*service
	ready     atomic.Pointer[[]*httputil.ReverseProxy]
	next      atomic.Int64
}

func (b *frontend) add(s *service) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.instances = append(b.instances, s)
}

// probe asks the instances whether they are ready, until ctx ends.
func (b *frontend) probe(ctx context.Context) {
	proxies := map[*service]*httputil.ReverseProxy{}
	for ; ctx.Err() == nil; time.Sleep(20 * time.Millisecond) {
		b.mu.Lock()
		instances := b.instances
		b.mu.Unlock()
		var ready []*httputil.ReverseProxy
		for _, s := range instances {
			resp, err := http.Get(s.public + "/readyz")
			if err != nil {
				continue
			}
			_ = resp.Body.Close()
			if resp.StatusCode != http.StatusOK {
				continue
			}
			if proxies[s] == nil {
				target, _ := url.Parse(s.public) // of the log of the service
				proxies[s] = httputil.NewSingleHostReverseProxy(target)
			}
			ready = append(ready, proxies[s])
		}
		b.ready.Store(&ready)
	}
}

func (b *frontend) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ready := *b.ready.Load()
	if len(ready) == 0 {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	ready[int(b.next.Add(1))%len(ready)].ServeHTTP(w, r)
}

// A rolling update, whose migration runs while the old release serves, loses no
// request: the new release is not ready before the migration has succeeded, and the
// old one stops after that.
func TestRollingUpdate(t *testing.T) {
	env := []string{"APP_ENV=production", "SQLITE_DSN=file:" + filepath.Join(t.TempDir(), "books.db"), "SHUTDOWN_DELAY=500ms", "SHUTDOWN_TIMEOUT=10s"}
	first, second := "book title:string:required", "book title:string:required pages:int"
	created := "create book title:string:required" + version
	before := writeSpec(t, templates.Catalog(), newSpec(t, choice{"framework": "gin"}.options(), []string{first}, created))
	after := writeSpec(t, templates.Catalog(), newSpec(t, choice{"framework": "gin"}.options(), []string{second}, created, "add book pages:int"))
	compile(t, before)
	compile(t, after)
	runEnv(t, before, env, filepath.Join(before, "bin", "server"), "migrate", "up")

	var b frontend
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	old := startService(t, before, env)
	b.add(old)
	go b.probe(ctx)
	waitFor(t, "the old release", func() bool { ready := b.ready.Load(); return ready != nil && len(*ready) == 1 })
	lb := httptest.NewServer(&b)
	defer lb.Close()
	var answered atomic.Int64
	var clients sync.WaitGroup
	defer clients.Wait()
	for range 4 {
		clients.Go(func() {
			for ctx.Err() == nil {
				if got := call(t, "POST", lb.URL+"/api/v1/books", "application/json", `{"title": "a"}`); got.status != http.StatusCreated {
					t.Errorf("got status %d: %s", got.status, got.body)
					return
				}
				answered.Add(1)
			}
		})
	}
	defer cancel()

	waitFor(t, "load", func() bool { return answered.Load() > 50 })
	release := startService(t, after, env)
	b.add(release)
	if got := call(t, "GET", release.public+"/readyz", "", ""); got.status != http.StatusServiceUnavailable {
		t.Errorf("the new release is ready before the migration: status %d", got.status)
	}
	runEnv(t, after, env, filepath.Join(after, "bin", "server"), "migrate", "up")
	waitFor(t, "the new release", func() bool { return len(*b.ready.Load()) == 2 })
	if err := old.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := old.stop(); code != 0 {
		t.Errorf("the old release exits with %d", code)
	}
	seen := answered.Load()
	waitFor(t, "requests to the new release", func() bool { return answered.Load() > seen+50 })
}
