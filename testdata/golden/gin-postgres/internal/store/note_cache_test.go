package store_test

import (
	"testing"
	"time"

	"github.com/acme/notes/internal/cache"
	"github.com/acme/notes/internal/note"
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

// What one user may see is not served to others.
func TestNotes_cacheOfOwners(t *testing.T) {
	t.Parallel()
	s, own, other := notesOfUsers(t)
	noteTests().testOwners(t, cache.NewNotes(s, newCache(t), time.Minute), own, other)
}

// cachedNotes returns a store, and one that has its notes in a cache.
func cachedNotes(tb testing.TB) (stored, cached resourceStore[note.Note]) {
	tb.Helper()
	stored = newNotes(tb)
	own, isScoped := stored.(scoped[note.Note])
	rows, ok := own.store.(note.Store)
	if !isScoped || !ok {
		tb.Fatal("unknown store")
	}
	own.store = cache.NewNotes(rows, newCache(tb), time.Minute)
	return stored, own
}
