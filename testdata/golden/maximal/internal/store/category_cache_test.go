package store_test

import (
	"testing"
	"time"

	"github.com/acme/everything/internal/cache"
	"github.com/acme/everything/internal/category"
)

// A cache changes nothing that callers see.
func TestCategories_cache(t *testing.T) {
	t.Parallel()
	s := categoryTests()
	s.open = func(tb testing.TB) resourceStore[category.Category] {
		tb.Helper()
		_, cached := cachedCategories(tb)
		return cached
	}
	s.run(t)
}

func TestCategories_cacheAgrees(t *testing.T) {
	t.Parallel()
	stored, cached := cachedCategories(t)
	categoryTests().testCacheAgrees(t, stored, cached)
}

// cachedCategories returns a store, and one that has its categories in a cache.
func cachedCategories(tb testing.TB) (stored, cached resourceStore[category.Category]) {
	tb.Helper()
	stored = newCategories(tb)
	rows, ok := stored.(category.Store)
	if !ok {
		tb.Fatal("unknown store")
	}
	return stored, cache.NewCategories(rows, newCache(tb), time.Minute)
}
