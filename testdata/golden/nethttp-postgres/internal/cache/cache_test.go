package cache

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/page"
)

// testRow is a row of tests.
type testRow struct {
	ID    int64   `json:"id"`
	Title string  `json:"title"`
	Price float64 `json:"price"`
}

// fakeBackend is a backend without limits, which fails on request.
type fakeBackend struct {
	mu          sync.Mutex
	entries     map[string][]byte
	expiry      map[string]time.Time
	generations map[string]int
	err         error
}

func (s *fakeBackend) Get(_ context.Context, key string, generations []string) (entry []byte, current []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range generations {
		current = append(current, strconv.Itoa(s.generations[name]))
	}
	if time.Now().After(s.expiry[key]) {
		return nil, current, s.err
	}
	return s.entries[key], current, s.err
}

func (s *fakeBackend) Set(_ context.Context, key string, entry []byte, ttl time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.entries[key], s.expiry[key] = entry, time.Now().Add(ttl)
	return s.err
}

func (s *fakeBackend) Raise(_ context.Context, generations ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range generations {
		s.generations[name]++
	}
	return s.err
}

func (*fakeBackend) Alone(_ context.Context, _ string, _ func() bool, fill func()) { fill() }

func (*fakeBackend) Close() error { return nil }

// newTestRows returns the books of an empty cache.
func newTestRows() (cachedRows[testRow, int64], *fakeBackend) {
	b := &fakeBackend{entries: map[string][]byte{}, expiry: map[string]time.Time{}, generations: map[string]int{}}
	c := newCache(Config{TTL: time.Minute, StaleTTL: 10 * time.Second, NegativeTTL: time.Second, Fills: 4}, b)
	return newCachedRows[testRow, int64](c, "book", c.cfg.TTL, "review"), b
}

// fakeDatabase is where the rows are, and counts how often it is read.
type fakeDatabase struct {
	title string
	err   error
	reads atomic.Int64
}

func (d *fakeDatabase) get(context.Context) (testRow, error) {
	d.reads.Add(1)
	return testRow{ID: 1, Title: d.title}, d.err
}

func (d *fakeDatabase) list(context.Context) (page.Page[testRow], error) {
	d.reads.Add(1)
	return page.Page[testRow]{Items: []testRow{{ID: 1, Title: d.title}}}, d.err
}

// expect gets the row with the ID 1, and compares its title and the number of reads
// of the database up to now.
func (d *fakeDatabase) expect(t *testing.T, books cachedRows[testRow, int64], title string, reads int64) {
	t.Helper()
	got, err := books.get(t.Context(), 1, d.get)
	if err != nil || got.Title != title {
		t.Errorf("got %q, %v; want %q", got.Title, err, title)
	}
	if n := d.reads.Load(); n != reads {
		t.Errorf("%d reads of the database, want %d", n, reads)
	}
}

func queryOf(t *testing.T, text string) page.Query[testRow] {
	t.Helper()
	q, err := page.Parse(text, page.Fields[testRow]{"id": {At: func(of *testRow) any { return &of.ID }, Sort: true, Filter: page.Exact()}})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestWritesInvalidate(t *testing.T) {
	books, _ := newTestRows()
	db := &fakeDatabase{title: "first"}
	list := func(text string, title string, reads int64) {
		t.Helper()
		found, err := books.list(t.Context(), queryOf(t, text), db.list)
		if err != nil || found.Items[0].Title != title || db.reads.Load() != reads {
			t.Errorf("got %v, %v after %d reads; want %q after %d", found, err, db.reads.Load(), title, reads)
		}
	}
	db.expect(t, books, "first", 1)
	db.expect(t, books, "first", 1)
	list("limit=1", "first", 2)
	list("limit=2", "first", 3)
	list("limit=2&id=1", "first", 4)
	list("limit=1", "first", 4)

	db.title = "second"
	books.changed(t.Context(), nil, 1)
	db.expect(t, books, "second", 5)
	list("limit=1", "second", 6)
	list("limit=2", "second", 7)

	books.changed(t.Context(), nil, 2) // another row, but perhaps of the same lists
	db.expect(t, books, "second", 7)
	list("limit=1", "second", 8)

	books.changed(t.Context(), apperr.ErrPreconditionFailed, 1) // what the client has is not the latest
	db.expect(t, books, "second", 9)
	books.changed(t.Context(), context.DeadlineExceeded) // whatever it was to write
	db.expect(t, books, "second", 10)
	list("limit=1", "second", 11)
}

// The deletion of a row may change those of others.
func TestDeletionsInvalidateOthers(t *testing.T) {
	for _, err := range []error{nil, context.DeadlineExceeded} {
		books, b := newTestRows()
		books.deletedOrRestored(t.Context(), err, 1)
		if b.generations["review:*"] != 1 {
			t.Errorf("after %v the generations are %v", err, b.generations)
		}
	}
}

// A read that is overtaken by a write leaves nothing that is served, and who asks
// after the write does not wait for it.
func TestOvertakenRead(t *testing.T) {
	books, b := newTestRows()
	db := &fakeDatabase{title: "old"}
	reading, written := make(chan struct{}), make(chan struct{})
	overtaken := make(chan error)
	go func() {
		_, err := books.get(t.Context(), 1, func(ctx context.Context) (testRow, error) {
			row, err := db.get(ctx)
			close(reading)
			<-written
			return row, err
		})
		overtaken <- err
	}()
	<-reading
	db.title = "new"
	books.changed(t.Context(), nil, 1)
	db.expect(t, books, "new", 2)
	fresh := b.entries["book:1"]
	close(written)
	if err := <-overtaken; err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(b.entries["book:1"], fresh) {
		t.Fatal("the overtaken read has not been stored")
	}
	db.expect(t, books, "new", 3)
	db.expect(t, books, "new", 3)
}

// Breakdown: however many ask for one row that has expired, it is read once.
func TestStampede(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		books, _ := newTestRows()
		db := &fakeDatabase{title: "first"}
		db.expect(t, books, "first", 1)
		time.Sleep(time.Hour)
		ready := make(chan struct{})
		var clients sync.WaitGroup
		for range 1000 {
			clients.Go(func() {
				_, err := books.get(t.Context(), 1, func(ctx context.Context) (testRow, error) {
					<-ready
					return db.get(ctx)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		close(ready)
		clients.Wait()
		db.expect(t, books, "first", 2)
	})
}

// A row that has just expired is served as it is, while it is read once more.
func TestStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		books, _ := newTestRows()
		db := &fakeDatabase{title: "old"}
		db.expect(t, books, "old", 1)
		time.Sleep(time.Minute + time.Second)
		ready, stale := make(chan struct{}), &fakeDatabase{title: "new"}
		for range 1000 {
			got, err := books.get(t.Context(), 1, func(ctx context.Context) (testRow, error) {
				<-ready
				return stale.get(ctx)
			})
			if err != nil || got.Title != "old" {
				t.Fatalf("got %v, %v", got, err)
			}
		}
		close(ready)
		synctest.Wait()
		stale.expect(t, books, "new", 1)
		want := ReadCounts{Hits: 1, Stale: 1000, Misses: 1, Fills: 2}
		if got := books.Counts(); got != want {
			t.Errorf("counted %+v, want %+v", got, want)
		}
	})
}

// Penetration: it is remembered for a short time that a row is missing.
func TestMissing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		books, _ := newTestRows()
		db := &fakeDatabase{err: fmt.Errorf("get book: %w", apperr.ErrNotFound)}
		for _, reads := range []int64{1, 2} {
			for range 100 {
				if _, err := books.get(t.Context(), 1, db.get); !errors.Is(err, apperr.ErrNotFound) {
					t.Fatal(err)
				}
			}
			if n := db.reads.Load(); n != reads {
				t.Errorf("%d reads of the database, want %d", n, reads)
			}
			time.Sleep(2 * time.Second)
		}
	})
}

// Avalanche: what is read at one moment does not expire at one moment.
func TestSpread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		books, b := newTestRows()
		db := &fakeDatabase{}
		for id := range int64(1000) {
			if _, err := books.get(t.Context(), id, db.get); err != nil {
				t.Fatal(err)
			}
		}
		times := slices.SortedFunc(maps.Values(b.expiry), time.Time.Compare)
		first, last := time.Until(times[0]), time.Until(times[999])
		if first < 64*time.Second || last > 70*time.Second || last-first < 5*time.Second {
			t.Errorf("entries expire from %s to %s", first, last)
		}
	})
}

// Nor do all misses read the database at once.
func TestTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		books, _ := newTestRows()
		var inside, most, refused atomic.Int64
		var clients sync.WaitGroup
		for id := range int64(100) {
			clients.Go(func() {
				_, err := books.get(t.Context(), id, func(context.Context) (testRow, error) {
					most.Store(max(most.Load(), inside.Add(1)))
					defer inside.Add(-1)
					time.Sleep(time.Second)
					return testRow{ID: id}, nil
				})
				if errors.Is(err, apperr.ErrOverloaded) {
					refused.Add(1)
				} else if err != nil {
					t.Error(err)
				}
			})
		}
		clients.Wait()
		if most.Load() != 4 || refused.Load() == 0 || refused.Load() > 80 {
			t.Errorf("%d reads at a time, %d refused", most.Load(), refused.Load())
		}
	})
}

// A client that leaves does not cancel what others wait for.
func TestClientLeaves(t *testing.T) {
	books, _ := newTestRows()
	db, ready := &fakeDatabase{title: "first"}, make(chan struct{})
	ctx, leave := context.WithCancel(t.Context())
	reading, left := make(chan struct{}), make(chan error)
	go func() {
		_, err := books.get(ctx, 1, func(ctx context.Context) (testRow, error) {
			close(reading)
			<-ready
			if ctx.Err() != nil {
				return testRow{}, ctx.Err()
			}
			return db.get(ctx)
		})
		left <- err
	}()
	<-reading
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("the client that left got %v", err)
	}
	close(ready)
	db.expect(t, books, "first", 1)
}

func TestFailures(t *testing.T) {
	books, b := newTestRows()
	db := &fakeDatabase{err: apperr.ErrUnavailable}
	if _, err := books.get(t.Context(), 1, db.get); !errors.Is(err, apperr.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
	db.err, db.title = nil, "first"
	db.expect(t, books, "first", 2) // the error is not kept

	b.err = errors.New("cache is down")
	db.expect(t, books, "first", 3)
	books.changed(t.Context(), nil, 1)
	if n := books.Counts().Errors; n != 2 {
		t.Errorf("%d errors of the cache, want 2", n)
	}

	b.err = nil
	_, err := books.get(t.Context(), 2, func(context.Context) (testRow, error) { panic("fault") })
	if err == nil {
		t.Error("no error after a panic")
	}
}

// What has no form in JSON, or is not whole, is served all the same.
func TestUnfit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		books, b := newTestRows()
		row, err := books.get(t.Context(), 1, func(context.Context) (testRow, error) { return testRow{Price: math.Inf(1)}, nil })
		if err != nil || !math.IsInf(row.Price, 1) || len(b.entries) > 0 {
			t.Errorf("got %v, %v", row, err)
		}
		db := &fakeDatabase{title: "first"}
		if _, err := books.list(t.Context(), queryOf(t, "count=true"), db.list); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Second)
		if _, err := books.list(t.Context(), queryOf(t, "count=true"), db.list); err != nil {
			t.Fatal(err)
		}
		if n := db.reads.Load(); n != 2 {
			t.Errorf("%d reads of a list without its total, want 2", n)
		}
	})
}

// Another release, with other fields, does not read what this one has stored.
func TestOtherShape(t *testing.T) {
	type other struct {
		ID    int64  `json:"id"`
		Title string `json:"name"`
	}
	books, _ := newTestRows()
	(&fakeDatabase{title: "first"}).expect(t, books, "first", 1)
	others := newCachedRows[other, int64](books.Cache, "book", time.Minute)
	got, err := others.get(t.Context(), 1, func(context.Context) (other, error) { return other{Title: "read"}, nil })
	if err != nil || got.Title != "read" {
		t.Errorf("got %v, %v", got, err)
	}
}

func FuzzDecodeEntry(f *testing.F) {
	f.Add(cacheEntry{generations: "1 2", shape: 3, fresh: time.UnixMilli(4), value: []byte("{}")}.encode())
	f.Add(cacheEntry{absent: true}.encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		if e, ok := decodeEntry(data); ok && data[16] < 2 && !bytes.Equal(e.encode(), data) {
			t.Errorf("%x becomes %x", data, e.encode())
		}
	})
}
