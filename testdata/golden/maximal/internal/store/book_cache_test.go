package store_test

import (
	"testing"
	"time"

	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/cache"
)

// A cache changes nothing that callers see.
func TestBooks_cache(t *testing.T) {
	t.Parallel()
	s := bookTests()
	s.open = func(tb testing.TB) resourceStore[book.Book] {
		tb.Helper()
		_, cached := cachedBooks(tb)
		return cached
	}
	s.run(t)
}

func TestBooks_cacheAgrees(t *testing.T) {
	t.Parallel()
	stored, cached := cachedBooks(t)
	bookTests().testCacheAgrees(t, stored, cached)
}

// cachedBooks returns a store, and one that has its books in a cache.
func cachedBooks(tb testing.TB) (stored, cached resourceStore[book.Book]) {
	tb.Helper()
	stored = newBooks(tb)
	rows, ok := stored.(book.Store)
	if !ok {
		tb.Fatal("unknown store")
	}
	return stored, cache.NewBooks(rows, newCache(tb), time.Minute)
}
