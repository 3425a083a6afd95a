package cache

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// idTable is a table with ids.
type idTable struct {
	mu    sync.Mutex
	ids   []int64
	err   error
	reads atomic.Int64
}

func (s *idTable) IDs(_ context.Context, after int64, limit int) ([]int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads.Add(1)
	i, _ := slices.BinarySearch(s.ids, after+1)
	return slices.Clone(s.ids[i:min(i+limit, len(s.ids))]), s.err
}

func (s *idTable) LastID(context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads.Add(1)
	if len(s.ids) == 0 {
		return 0, s.err
	}
	return s.ids[len(s.ids)-1], s.err
}

// insert adds a row.
func (s *idTable) insert(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, _ := slices.BinarySearch(s.ids, id)
	s.ids = slices.Insert(s.ids, i, id)
}

// fail makes all reads fail.
func (s *idTable) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

// newTestFilter returns a running filter of the even ids up to 50,000.
func newTestFilter(t *testing.T) (*idFilter[int64], *idTable) {
	t.Helper()
	table := &idTable{}
	for id := int64(2); id <= 50_000; id += 2 {
		table.ids = append(table.ids, id)
	}
	f := newIDFilter("books", table, cmp.Compare[int64], slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); f.run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return f, table
}

// countPassed returns how many of the 25,000 ids first, first+2, first+4, … may exist. A
// Bloom filter lets a few of those without a row pass.
func countPassed(t *testing.T, f *idFilter[int64], first int64) int {
	t.Helper()
	passed := 0
	for id := first; id <= 50_000; id += 2 {
		if f.mayExist(t.Context(), id) {
			passed++
		}
	}
	return passed
}

func TestIDFilter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, table := newTestFilter(t)
		synctest.Wait()
		if !f.mayExist(t.Context(), 1) {
			t.Error("an incomplete filter answers")
		}
		table.insert(101) // by a transaction that began before
		time.Sleep(filterGrace + time.Second)
		table.insert(50_001)
		table.insert(50_003) // after the filter is complete
		for _, id := range table.ids {
			if !f.mayExist(t.Context(), id) {
				t.Fatalf("there is a row %d", id)
			}
		}
		if passed := countPassed(t, f, 1); passed > 25_000/50 {
			t.Errorf("%d of 25000 ids without a row may exist", passed)
		}
		for _, id := range []int64{50_004, 1 << 40} {
			if f.mayExist(t.Context(), id) {
				t.Errorf("there may be a row %d", id)
			}
		}
	})
}

func TestIDFilterWithoutDatabase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, table := newTestFilter(t)
		time.Sleep(filterGrace + time.Second)
		table.fail(errors.New("it is down"))
		if !f.mayExist(t.Context(), 1<<40) {
			t.Error("there is no row that cannot be asked for")
		}
	})
}

// TestIDFilterAsksOnce has many requests for ids that are too high.
func TestIDFilterAsksOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, table := newTestFilter(t)
		time.Sleep(filterGrace + time.Second)
		before := table.reads.Load()
		var all sync.WaitGroup
		for i := range int64(1000) {
			all.Go(func() {
				if f.mayExist(t.Context(), 1<<40+i) {
					t.Error("there may be such a row")
				}
			})
		}
		all.Wait()
		if n := table.reads.Load() - before; n != 1 {
			t.Errorf("%d reads of the database", n)
		}
	})
}

// TestIDFilterIsMadeAgain has rows that come and go after the filter was made.
func TestIDFilterIsMadeAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, table := newTestFilter(t)
		time.Sleep(filterGrace + time.Second)
		table.mu.Lock()
		table.ids = []int64{60_000}
		table.mu.Unlock()
		time.Sleep(filterInterval + filterGrace)
		if !f.mayExist(t.Context(), 60_000) {
			t.Error("there is a row 60000")
		}
		if passed := countPassed(t, f, 2); passed > 25_000/50 {
			t.Errorf("%d of 25000 ids of before may exist", passed)
		}
	})
}
