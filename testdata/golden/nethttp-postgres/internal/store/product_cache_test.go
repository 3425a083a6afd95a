package store_test

import (
	"testing"
	"time"

	"github.com/acme/shop/internal/cache"
	"github.com/acme/shop/internal/product"
)

// A cache changes nothing that callers see.
func TestProducts_cache(t *testing.T) {
	t.Parallel()
	s := productTests()
	s.open = func(tb testing.TB) resourceStore[product.Product] {
		tb.Helper()
		_, cached := cachedProducts(tb)
		return cached
	}
	s.run(t)
}

func TestProducts_cacheAgrees(t *testing.T) {
	t.Parallel()
	stored, cached := cachedProducts(t)
	productTests().testCacheAgrees(t, stored, cached)
}

// cachedProducts returns a store, and one that has its products in a cache.
func cachedProducts(tb testing.TB) (stored, cached resourceStore[product.Product]) {
	tb.Helper()
	stored = newProducts(tb)
	rows, ok := stored.(product.Store)
	if !ok {
		tb.Fatal("unknown store")
	}
	return stored, cache.NewProducts(rows, newCache(tb), time.Minute)
}
