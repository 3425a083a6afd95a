package store_test

import (
	"testing"
	"time"

	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/cache"
)

// A cache changes nothing that callers see.
func TestAuthors_cache(t *testing.T) {
	t.Parallel()
	s := authorTests()
	s.open = func(tb testing.TB) resourceStore[author.Author] {
		tb.Helper()
		_, cached := cachedAuthors(tb)
		return cached
	}
	s.run(t)
}

func TestAuthors_cacheAgrees(t *testing.T) {
	t.Parallel()
	stored, cached := cachedAuthors(t)
	authorTests().testCacheAgrees(t, stored, cached)
}

// cachedAuthors returns a store, and one that has its authors in a cache.
func cachedAuthors(tb testing.TB) (stored, cached resourceStore[author.Author]) {
	tb.Helper()
	stored = newAuthors(tb)
	rows, ok := stored.(author.Store)
	if !ok {
		tb.Fatal("unknown store")
	}
	return stored, cache.NewAuthors(rows, newCache(tb), time.Minute)
}
