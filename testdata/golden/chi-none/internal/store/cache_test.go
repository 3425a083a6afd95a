package store_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/acme/shelf/internal/apperr"
	"github.com/acme/shelf/internal/cache"
	"github.com/acme/shelf/internal/page"
)

// newCache returns an empty cache.
func newCache(tb testing.TB) *cache.Cache {
	tb.Helper()
	cfg := cache.Config{TTL: time.Minute, StaleTTL: time.Minute, NegativeTTL: time.Minute, Fills: 8, Memory: 1 << 20}
	c, err := cache.New(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := c.Close(); err != nil {
			tb.Error(err)
		}
	})
	return c
}

// testCacheAgrees has callers read, change and delete rows at random. What the cache
// has in the end is what the store has.
func (s resourceSuite[T]) testCacheAgrees(t *testing.T, stored, cached resourceStore[T]) {
	t.Helper()
	ctx, ids := t.Context(), make([]int64, 9)
	for n := range ids {
		_, ids[n] = s.create(t, cached, s.numbered(t, n))
	}
	lists := make([]page.Query[T], 3)
	for i, text := range []string{"limit=2", "limit=3&sort=-id", "count=true"} {
		var err error
		if lists[i], err = page.Parse(text, s.fields); err != nil {
			t.Fatal(err)
		}
		lists[i].CountTimeout = time.Minute
	}
	var callers sync.WaitGroup
	for range 8 {
		callers.Go(func() {
			for range 60 {
				err := callCache(ctx, cached, ids[rand.N(len(ids))], lists[rand.N(len(lists))]) //nolint:gosec // a test needs no secret
				if err != nil && !errors.Is(err, apperr.ErrNotFound) && !errors.Is(err, apperr.ErrInUse) {
					t.Error(err)
				}
			}
		})
	}
	callers.Wait()
	for _, id := range ids {
		want, errWant := stored.Get(ctx, id)
		got, err := cached.Get(ctx, id)
		if errors.Is(err, apperr.ErrNotFound) != errors.Is(errWant, apperr.ErrNotFound) {
			t.Errorf("error of the cache = %v, of the store = %v", err, errWant)
		}
		equal(t, got, want)
	}
	for _, q := range lists {
		want, errWant := stored.List(ctx, q)
		got, err := cached.List(ctx, q)
		if err != nil || errWant != nil {
			t.Errorf("error of the cache = %v, of the store = %v", err, errWant)
		}
		equal(t, got, want)
	}
}

// callCache makes a call at random.
func callCache[T any](ctx context.Context, cached resourceStore[T], id int64, q page.Query[T]) (err error) {
	switch n := rand.N(60); { //nolint:gosec // a test needs no secret
	case n == 0:
		return cached.Delete(ctx, id, always[T])
	case n < 8:
		_, err = cached.Update(ctx, id, always[T])
	case n < 15:
		_, err = cached.List(ctx, q)
	default:
		_, err = cached.Get(ctx, id)
	}
	return err
}
