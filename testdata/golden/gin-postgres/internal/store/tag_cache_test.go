package store_test

import (
	"testing"
	"time"

	"github.com/acme/notes/internal/cache"
	"github.com/acme/notes/internal/tag"
)

// A cache changes nothing that callers see.
func TestTags_cache(t *testing.T) {
	t.Parallel()
	s := tagTests()
	s.open = func(tb testing.TB) resourceStore[tag.Tag] {
		tb.Helper()
		_, cached := cachedTags(tb)
		return cached
	}
	s.run(t)
}

func TestTags_cacheAgrees(t *testing.T) {
	t.Parallel()
	stored, cached := cachedTags(t)
	tagTests().testCacheAgrees(t, stored, cached)
}

// cachedTags returns a store, and one that has its tags in a cache.
func cachedTags(tb testing.TB) (stored, cached resourceStore[tag.Tag]) {
	tb.Helper()
	stored = newTags(tb)
	rows, ok := stored.(tag.Store)
	if !ok {
		tb.Fatal("unknown store")
	}
	return stored, cache.NewTags(rows, newCache(tb), time.Minute)
}
