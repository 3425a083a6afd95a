package e2e

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/templates"
)

// TestMiddlewareOnRedis is the contract of the middleware on every framework, with
// rate limits and idempotency keys in Redis. Requests that need a database are left
// out.
func TestMiddlewareOnRedis(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	cat := templates.Catalog()
	for _, framework := range cat.Options("framework") {
		t.Run(framework.Name, func(t *testing.T) {
			t.Parallel()
			env := []string{"REDIS_ADDR=" + startRedis(t).address, "REDIS_TIMEOUT=5s", "HTTP_REQUEST_TIMEOUT=1s"}
			var exchanges []exchange
			options := layer.Choices{"framework": {framework.Name}, "database": {"none"}, "cache": {"redis"}}
			for _, l := range cat.Options("middleware") {
				options["middleware"] = append(options["middleware"], l.Name)
				exchanges = append(exchanges, contract(t, l.ID()+".yaml")...)
				env = append(env, optionEnv(t, l)...)
			}
			dir := writeSpec(t, cat, newSpec(t, options, resources(false)))
			breakable(t, dir)
			compile(t, dir)
			s := startService(t, dir, env)
			needsDatabase := regexp.MustCompile(`/(reviews|accounts|transfers)\b`)
			for _, x := range exchanges {
				if !needsDatabase.MatchString(x.Request) {
					x.check(t, x.do(t, s.public))
				}
			}
			inProgress(t, s.public)
			s.end()
		})
	}
}

// twoInstances starts two instances of a service whose clients have 100 requests
// each.
func twoInstances(t *testing.T, redis string) []*service {
	t.Helper()
	dir := write(t, choice{"database": "none", "cache": "redis", "middleware": "ratelimit,idempotency"}, "book title:string:required")
	compile(t, dir)
	env := []string{"REDIS_ADDR=" + redis, "RATELIMIT_DEFAULT=100/24h", "RATELIMIT_TRUSTED_PROXIES=127.0.0.1", "HTTP_MAX_IN_FLIGHT=0"}
	return []*service{startService(t, dir, env), startService(t, dir, env)}
}

// requests is how many a client sends.
const requests = 1000

// spend sends the requests of a client to the instances in turn, many at once, and
// calls each after every response. It returns how many were allowed; the others
// have status 429.
func spend(t *testing.T, instances []*service, client string, each func()) int {
	t.Helper()
	var next, allowed atomic.Int64
	var mu sync.Mutex
	var longest time.Duration
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := next.Add(1); i <= requests; i = next.Add(1) {
				begin := time.Now()
				url := instances[i%int64(len(instances))].public + "/api/v1/books"
				got, err := try(t.Context(), http.DefaultTransport, http.MethodGet, url, http.Header{"X-Forwarded-For": {client}}, "")
				switch {
				case err == nil && got.status == http.StatusOK:
					allowed.Add(1)
				case err != nil || got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") == "":
					t.Errorf("client %s: %d %s %v", client, got.status, got.body, err)
				}
				mu.Lock()
				longest = max(longest, time.Since(begin))
				mu.Unlock()
				each()
			}
		})
	}
	all.Wait()
	if longest > 5*time.Second {
		t.Errorf("client %s: an answer took %v", client, longest)
	}
	t.Logf("client %s: %d of %d requests allowed, longest answer %v", client, allowed.Load(), requests, longest.Round(time.Millisecond))
	return int(allowed.Load())
}

// TestSharedRateLimit has two instances share a quota exactly. Redis is killed
// under load: the instances go on, each with its own quota, until it is back.
func TestSharedRateLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a whole project")
	}
	redis := startRedis(t)
	gate := newGate(t, redis.address)
	instances := twoInstances(t, gate.listener.Addr().String())
	nothing := func() {}
	if got := spend(t, instances, "192.0.2.1", nothing); got != 100 {
		t.Errorf("%d requests allowed, want 100", got)
	}

	var answers atomic.Int64
	got := spend(t, instances, "192.0.2.2", func() {
		if answers.Add(1) == 50 {
			redis.kill()
		}
	})
	if got < 200 || got > 300 {
		t.Errorf("killed in between: %d requests allowed, want 200 of the instances and some of Redis", got)
	}
	if got := spend(t, instances, "192.0.2.3", nothing); got != 200 {
		t.Errorf("without Redis: %d requests allowed, want 200", got)
	}

	redis.start(t)
	back(t, instances)
	if got := spend(t, instances, "192.0.2.4", nothing); got != 100 {
		t.Errorf("with Redis again: %d requests allowed, want 100", got)
	}

	gate.set(stalled)
	if got := spend(t, instances, "192.0.2.5", nothing); got != 200 {
		t.Errorf("Redis does not answer: %d requests allowed, want 200", got)
	}
	for _, s := range instances {
		s.end()
		if n := strings.Count(s.log.String(), "rate limits are not shared"); n != 1 { // the outages follow each other
			t.Errorf("%d records, want 1", n)
		}
	}
}

// back waits until the instances have found Redis.
func back(t *testing.T, instances []*service) {
	t.Helper()
	for _, s := range instances {
		waitFor(t, "redis", func() bool { return !strings.Contains(call(t, "GET", s.admin+"/status", "", "").body, "degraded") })
	}
}

// TestSharedKeys sends requests with the same key to two instances at once, of
// which one is handled. Without Redis they are refused.
func TestSharedKeys(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a whole project")
	}
	redis := startRedis(t)
	instances := twoInstances(t, redis.address)
	create := func(i int, key string) answer {
		header := http.Header{"Content-Type": {asJSON}, "X-Forwarded-For": {key}}
		if !strings.HasPrefix(key, "198.") {
			header.Set("Idempotency-Key", key)
		}
		return send(t, http.MethodPost, instances[i%2].public+"/api/v1/books", header, `{"title":"one"}`)
	}
	for n := range 50 {
		key := fmt.Sprintf("192.0.2.%d", n) // which is a client, too
		answers := make([]answer, 8)
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() { answers[i] = create(i, key) })
		}
		all.Wait()
		handled := slices.DeleteFunc(slices.Clone(answers), func(a answer) bool {
			return a.status == http.StatusConflict || a.header.Get("Idempotency-Replayed") != ""
		})
		if len(handled) != 1 || handled[0].status != http.StatusCreated {
			t.Fatalf("key %s: want one created, got %+v", key, answers)
		}
		for i := range 2 {
			if got := create(i, key); got.body != handled[0].body || got.header.Get("Idempotency-Replayed") != "true" {
				t.Errorf("key %s: got %+v, want %s", key, got, handled[0].body)
			}
		}
	}

	redis.kill()
	if got := create(0, "192.0.2.100"); got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" {
		t.Errorf("without Redis: %+v", got)
	}
	if got := create(0, "198.51.100.1"); got.status != http.StatusCreated {
		t.Errorf("without Redis and a key: %+v", got)
	}
	redis.start(t)
	back(t, instances)
	if got := create(0, "192.0.2.100"); got.status != http.StatusCreated {
		t.Errorf("with Redis again: %+v", got)
	}
	for _, s := range instances {
		s.end()
	}
}
