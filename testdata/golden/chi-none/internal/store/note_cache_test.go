package store_test

import (
	"testing"
	"time"

	"github.com/acme/shelf/internal/cache"
	"github.com/acme/shelf/internal/note"
)

// A cache changes nothing that callers see.
func TestNotes_cache(t *testing.T) {
	t.Parallel()
	s := noteTests()
	s.open = func(tb testing.TB) resourceStore[note.Note] {
		tb.Helper()
		_, cached := cachedNotes(tb)
		return cached
	}
	s.run(t)
}

func TestNotes_cacheAgrees(t *testing.T) {
	t.Parallel()
	stored, cached := cachedNotes(t)
	noteTests().testCacheAgrees(t, stored, cached)
}

// cachedNotes returns a store, and one that has its notes in a cache.
func cachedNotes(tb testing.TB) (stored, cached resourceStore[note.Note]) {
	tb.Helper()
	stored = newNotes(tb)
	rows, ok := stored.(note.Store)
	if !ok {
		tb.Fatal("unknown store")
	}
	return stored, cache.NewNotes(rows, newCache(tb), time.Minute)
}
