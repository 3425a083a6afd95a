package store_test

import (
	"testing"
	"time"

	"github.com/acme/rooms/internal/cache"
	"github.com/acme/rooms/internal/room"
)

// A cache changes nothing that callers see.
func TestRooms_cache(t *testing.T) {
	t.Parallel()
	s := roomTests()
	s.open = func(tb testing.TB) resourceStore[room.Room] {
		tb.Helper()
		_, cached := cachedRooms(tb)
		return cached
	}
	s.run(t)
}

func TestRooms_cacheAgrees(t *testing.T) {
	t.Parallel()
	stored, cached := cachedRooms(t)
	roomTests().testCacheAgrees(t, stored, cached)
}

// cachedRooms returns a store, and one that has its rooms in a cache.
func cachedRooms(tb testing.TB) (stored, cached resourceStore[room.Room]) {
	tb.Helper()
	stored = newRooms(tb)
	rows, ok := stored.(room.Store)
	if !ok {
		tb.Fatal("unknown store")
	}
	return stored, cache.NewRooms(rows, newCache(tb), time.Minute)
}
