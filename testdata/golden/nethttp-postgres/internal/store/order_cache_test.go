package store_test

import (
	"testing"
	"time"

	"github.com/acme/shop/internal/cache"
	"github.com/acme/shop/internal/order"
)

// A cache changes nothing that callers see.
func TestOrders_cache(t *testing.T) {
	t.Parallel()
	s := orderTests()
	s.open = func(tb testing.TB) resourceStore[order.Order] {
		tb.Helper()
		_, cached := cachedOrders(tb)
		return cached
	}
	s.run(t)
}

func TestOrders_cacheAgrees(t *testing.T) {
	t.Parallel()
	stored, cached := cachedOrders(t)
	orderTests().testCacheAgrees(t, stored, cached)
}

// cachedOrders returns a store, and one that has its orders in a cache.
func cachedOrders(tb testing.TB) (stored, cached resourceStore[order.Order]) {
	tb.Helper()
	stored = newOrders(tb)
	rows, ok := stored.(order.Store)
	if !ok {
		tb.Fatal("unknown store")
	}
	return stored, cache.NewOrders(rows, newCache(tb), time.Minute)
}
