package e2e

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// readCounts are the counts of a cache.
type readCounts struct{ Hits, Stale, Misses, Fills, Errors int64 }

// cacheCounts returns the counts of the cache of a service.
func cacheCounts(t testing.TB, s *service) readCounts {
	t.Helper()
	var body struct{ Data readCounts }
	got := call(t, "GET", s.admin+"/cache", "", "")
	if err := json.Unmarshal([]byte(got.body), &body); err != nil || got.status != http.StatusOK {
		t.Fatalf("/cache: %d %s %v", got.status, got.body, err)
	}
	return body.Data
}

// startCached starts n instances of a service with a cache, and a database that
// they share.
func startCached(t testing.TB, cache string, n int, env ...string) []*service {
	t.Helper()
	server := servers["postgres"]
	server.need(t)
	dir := write(t, choice{"database": "postgres", "cache": cache}, "book title:string:required,max=200 pages:int:filter")
	compile(t, dir)
	env = append(server.newDatabase(t, dir), env...)
	instances := make([]*service, n)
	for i := range instances {
		instances[i] = startService(t, dir, env, "HTTP_MAX_IN_FLIGHT=4096")
	}
	return instances
}

// TestCacheConsistency has clients of two instances write and read books while
// everything happens to Redis that can. All writes succeed, and none waits for
// Redis. No answer has a version that was replaced longer ago than the bound, and in
// the end all have the last one.
func TestCacheConsistency(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	for _, cache := range []string{"redis", "tiered"} {
		t.Run(cache, func(t *testing.T) {
			redis := startRedis(t)
			instances := startCached(t, cache, 2, "REDIS_ADDR="+redis.address, "REDIS_TIMEOUT=250ms", "CACHE_TTL=10m")
			s := newShelf(t, instances)
			s.work(t, func() {
				for _, i := range append(rand.Perm(len(disturbances)), rand.Perm(len(disturbances))...) {
					s.isCached(t)
					disturbances[i](t, redis, func() { s.isReady(t) })
				}
				s.isCached(t)
			})
			s.check(t)
			sum := s.counts(t)
			for _, instance := range instances {
				instance.end()
			}
			t.Logf("%d writes, %d reads: %+v; at most %v old, slowest answer %v",
				s.writes.Load(), s.reads.Load(), sum, time.Duration(s.oldest.Load()).Round(time.Millisecond), time.Duration(s.slowest.Load()).Round(time.Millisecond))
			if slowest := time.Duration(s.slowest.Load()); slowest > cacheBound {
				t.Errorf("an answer took %v", slowest)
			}
			if sum.Errors == 0 {
				t.Errorf("too little happened: %+v", sum)
			}
		})
	}
}

// disturbances are what may happen to Redis. They call away while it is away for
// longer than the breaker waits.
var disturbances = []func(t *testing.T, redis *redisServer, away func()){
	func(t *testing.T, redis *redisServer, _ func()) { // back with what it had
		if got := redis.do("SAVE"); got != "+OK" {
			t.Errorf("SAVE: %q", got)
		}
		time.Sleep(rand.N(500 * time.Millisecond)) // a random time
		redis.kill()
		redis.start(t)
	},
	func(t *testing.T, redis *redisServer, _ func()) { // back with nothing
		redis.kill()
		_ = os.Remove(filepath.Join(redis.dir, "dump.rdb")) // there may be none
		redis.start(t)
	},
	func(t *testing.T, redis *redisServer, away func()) { // dead
		redis.kill()
		time.Sleep(time.Second + rand.N(time.Second)) // a random time
		away()
		redis.start(t)
	},
	// Alive, but not answering, for so long that what it had before is older than
	// the bound. Then it does all that was asked of it meanwhile.
	func(t *testing.T, redis *redisServer, away func()) {
		redis.signal(t, syscall.SIGSTOP)
		time.Sleep(cacheBound + time.Second)
		away()
		redis.signal(t, syscall.SIGCONT)
	},
}

// cacheBound is how old an answer may be that comes from a cache while Redis fails:
// the time until an instance that could not reach Redis tries again, and until
// another notices that it has lost its subscription.
const cacheBound = 5 * time.Second

// shelf is books whose number of pages each write raises.
type shelf struct {
	instances                      []*service
	books                          []shelfBook
	writes, reads, oldest, slowest atomic.Int64
}

// shelfBook is a book with the times at which its writes were answered.
type shelfBook struct {
	path    string
	writing sync.Mutex
	mu      sync.Mutex
	written []time.Time // by pages
}

func newShelf(t *testing.T, instances []*service) *shelf {
	t.Helper()
	s := &shelf{instances: instances, books: make([]shelfBook, 10)}
	for i := range s.books {
		created := call(t, "POST", instances[0].public+"/api/v1/books", asJSON, `{"title":"book","pages":0}`)
		if created.status != http.StatusCreated {
			t.Fatalf("create: %d %s", created.status, created.body)
		}
		s.books[i].path = created.header.Get("Location")
		s.books[i].written = []time.Time{time.Now()}
	}
	return s
}

// work has 16 clients write and read until during returns.
func (s *shelf) work(t *testing.T, during func()) {
	t.Helper()
	done := make(chan struct{})
	var clients sync.WaitGroup
	for range 16 {
		clients.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				base, book := s.instances[rand.N(len(s.instances))].public, &s.books[rand.N(len(s.books))]
				begin := time.Now()
				if rand.N(10) == 0 {
					s.write(t, base, book)
				} else {
					s.read(t, base, book)
				}
				raise(&s.slowest, time.Since(begin))
			}
		})
	}
	defer clients.Wait()
	defer close(done)
	during()
}

// counts returns the counts of the caches of all instances.
func (s *shelf) counts(t *testing.T) (sum readCounts) {
	t.Helper()
	for _, instance := range s.instances {
		got := cacheCounts(t, instance)
		sum.Hits, sum.Misses, sum.Fills, sum.Errors = sum.Hits+got.Hits, sum.Misses+got.Misses, sum.Fills+got.Fills, sum.Errors+got.Errors
	}
	return sum
}

// isCached waits until clients get answers from Redis or copies of what it has.
func (s *shelf) isCached(t *testing.T) {
	t.Helper()
	before := s.counts(t).Hits
	waitFor(t, "hits", func() bool { return s.counts(t).Hits > before+300 })
}

// isReady checks that clients still get answers, and that the instances are ready but say
// that something is missing.
func (s *shelf) isReady(t *testing.T) {
	t.Helper()
	before := s.reads.Load()
	waitFor(t, "reads", func() bool { return s.reads.Load() > before+100 })
	for _, instance := range s.instances {
		if got := call(t, "GET", instance.public+"/readyz", "", ""); got.status != http.StatusOK {
			t.Errorf("/readyz without Redis: got status %d", got.status)
		}
		if got := call(t, "GET", instance.admin+"/status", "", ""); !strings.Contains(got.body, "degraded") {
			t.Errorf("/status without Redis: %s", got.body)
		}
	}
}

func (s *shelf) write(t *testing.T, base string, book *shelfBook) {
	book.writing.Lock()
	defer book.writing.Unlock()
	n := len(book.written)
	got := call(t, "PATCH", base+book.path, asPatch, fmt.Sprintf(`{"pages":%d}`, n))
	if got.status != http.StatusOK {
		t.Errorf("write: %d %s", got.status, got.body)
		return
	}
	book.mu.Lock()
	defer book.mu.Unlock()
	book.written = append(book.written, time.Now())
	s.writes.Add(1)
}

// read reads a book, alone or in a list, and checks how old the answer is.
func (s *shelf) read(t *testing.T, base string, book *shelfBook) {
	begin := time.Now()
	pages, err := book.pages(t, base, rand.N(2) == 0)
	if err != nil {
		t.Error(err)
		return
	}
	s.reads.Add(1)
	book.mu.Lock()
	defer book.mu.Unlock()
	if pages+1 >= len(book.written) {
		return
	}
	age := begin.Sub(book.written[pages+1]) // negative if it was replaced meanwhile
	raise(&s.oldest, age)
	if age > cacheBound {
		t.Errorf("%s has %d pages, which was replaced %v ago", book.path, pages, age)
	}
}

// pages returns the number of pages of the book, as the service has it.
func (book *shelfBook) pages(t *testing.T, base string, listed bool) (int, error) {
	type row struct{ ID, Pages int }
	id := book.path[strings.LastIndex(book.path, "/")+1:]
	if listed {
		var body struct{ Data struct{ Items []row } }
		got := call(t, "GET", base+"/api/v1/books?limit=100", "", "")
		err := json.Unmarshal([]byte(got.body), &body)
		i := slices.IndexFunc(body.Data.Items, func(r row) bool { return fmt.Sprint(r.ID) == id })
		if i < 0 {
			return 0, fmt.Errorf("book %s is not in the list: %d %s %w", id, got.status, got.body, err)
		}
		return body.Data.Items[i].Pages, nil
	}
	var body struct{ Data row }
	got := call(t, "GET", base+book.path, "", "")
	if err := json.Unmarshal([]byte(got.body), &body); err != nil || got.status != http.StatusOK {
		return 0, fmt.Errorf("book %s: %d %s %w", id, got.status, got.body, err)
	}
	return body.Data.Pages, nil
}

// check checks that every answer has the last value.
func (s *shelf) check(t *testing.T) {
	t.Helper()
	for _, instance := range s.instances {
		for i := range s.books {
			book := &s.books[i]
			for _, listed := range []bool{false, true} {
				// What instances tell each other may take a moment.
				waitFor(t, "the last value of "+book.path, func() bool {
					pages, err := book.pages(t, instance.public, listed)
					return err == nil && pages == len(book.written)-1
				})
			}
		}
	}
}

// raise raises a maximum.
func raise(to *atomic.Int64, d time.Duration) {
	for {
		old := to.Load()
		if int64(d) <= old || to.CompareAndSwap(old, int64(d)) {
			return
		}
	}
}

// TestCacheStampede has 1,000 clients ask for a row at the moment when it has
// expired in the cache, and counts how often the database is read.
func TestCacheStampede(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	for _, tc := range []struct {
		cache     string
		instances int
		reads     int64
	}{{"memory", 1, 1}, {"redis", 1, 1}, {"redis", 2, 1}, {"tiered", 2, 1}} {
		t.Run(fmt.Sprint(tc.cache, "-", tc.instances), func(t *testing.T) {
			var env []string
			if tc.cache != "memory" {
				env = append(env, "REDIS_ADDR="+startRedis(t).address, "REDIS_TIMEOUT=2s") // 1,000 clients keep a machine busy
			}
			instances := startCached(t, tc.cache, tc.instances, append(env, "CACHE_TTL=1s", "CACHE_STALE_TTL=0s", "CACHE_WAIT=10s")...)
			created := call(t, "POST", instances[0].public+"/api/v1/books", asJSON, titled)
			path := created.header.Get("Location")
			call(t, "GET", instances[0].public+path, "", "")
			before := fills(t, instances)
			time.Sleep(1100 * time.Millisecond) // until it has expired
			stampede(t, instances, path, 1000)
			if reads := fills(t, instances) - before; reads != tc.reads {
				t.Errorf("1000 clients made %d reads of the database, want %d", reads, tc.reads)
			}
			for _, instance := range instances {
				instance.end()
			}
		})
	}
}

// fills returns how often instances have read the database for their caches.
func fills(t *testing.T, instances []*service) (sum int64) {
	t.Helper()
	for _, instance := range instances {
		sum += cacheCounts(t, instance).Fills
	}
	return sum
}

// stampede has clients with connections of their own send a request at once.
func stampede(t *testing.T, instances []*service, path string, clients int) {
	t.Helper()
	begin := make(chan struct{})
	var ready, all sync.WaitGroup
	for i := range clients {
		base := instances[i%len(instances)].public
		ready.Add(1)
		all.Go(func() {
			transport := &http.Transport{}
			defer transport.CloseIdleConnections()
			_, err := try(t.Context(), transport, http.MethodGet, base+"/healthz", http.Header{}, "")
			ready.Done()
			<-begin
			got, err2 := try(t.Context(), transport, http.MethodGet, base+path, http.Header{}, "")
			if err != nil || err2 != nil || got.status != http.StatusOK {
				t.Errorf("got %d %s, %v, %v", got.status, got.body, err, err2)
			}
		})
	}
	ready.Wait()
	close(begin)
	all.Wait()
}

// TestCacheOutage has Redis refuse connections, and then hang, under load. Nobody
// sees an error, and answers are not late.
func TestCacheOutage(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	for _, cache := range []string{"redis", "tiered"} {
		t.Run(cache, func(t *testing.T) {
			redis := startRedis(t)
			g := newGate(t, redis.address)
			s := startCached(t, cache, 1, g.through([]string{"REDIS_ADDR=" + redis.address})...)[0]
			created := call(t, "POST", s.public+"/api/v1/books", asJSON, titled)
			if created.status != http.StatusCreated {
				t.Fatalf("create: %d %s", created.status, created.body)
			}
			l := startLoad(t, s.public)
			for _, state := range []gateState{shut, stalled} {
				l.waitFor(t, http.StatusOK, 100)
				g.set(state)
				l.waitFor(t, http.StatusOK, 100)
				l.waitFor(t, http.StatusCreated, 50)
				if got := call(t, "GET", s.public+"/readyz", "", ""); got.status != http.StatusOK {
					t.Errorf("/readyz without Redis: got status %d", got.status)
				}
				if got := call(t, "GET", s.admin+"/status", "", ""); !strings.Contains(got.body, "degraded") {
					t.Errorf("/status without Redis: %s", got.body)
				}
				g.set(open)
				before := cacheCounts(t, s).Hits
				waitFor(t, "hits", func() bool { return cacheCounts(t, s).Hits > before+100 })
			}
			l.cancel()
			l.clients.Wait()
			if n := l.count[http.StatusServiceUnavailable]; n > 0 {
				t.Errorf("%d answers 503", n)
			}
			l.end(t, 5*time.Second)
			s.end()
		})
	}
}

// TestCacheFlush changes a row behind the back of the service, and has its instances
// forget what they have.
func TestCacheFlush(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	redis := startRedis(t)
	s := startCached(t, "tiered", 1, "REDIS_ADDR="+redis.address, "CACHE_LOCAL_TTL=10m", "REDIS_TIMEOUT=2s")[0]
	created := call(t, "POST", s.public+"/api/v1/books", asJSON, `{"title":"old"}`)
	read := func(title string) bool {
		got := call(t, "GET", s.public+created.header.Get("Location"), "", "")
		return got.status == http.StatusOK && strings.Contains(got.body, `"title":"`+title+`"`)
	}
	waitFor(t, "hits", func() bool { return read("old") && cacheCounts(t, s).Hits > 10 })
	_, dsn, _ := strings.Cut(s.env[0], "=")
	run(t, s.dir, servers["postgres"].tool(t, s.dir), dsn, "UPDATE books SET title = 'new'")
	if !read("old") {
		t.Error("the row is not served from the cache")
	}
	runEnv(t, s.dir, s.env, filepath.Join(s.dir, "bin", "server"), "cache", "flush")
	waitFor(t, "the new row", func() bool { return read("new") })
	s.end()
}
