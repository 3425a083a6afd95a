package store_test

import (
	"testing"
	"time"

	"github.com/acme/notes/internal/cache"
	"github.com/acme/notes/internal/folder"
)

// A cache changes nothing that callers see.
func TestFolders_cache(t *testing.T) {
	t.Parallel()
	s := folderTests()
	s.open = func(tb testing.TB) resourceStore[folder.Folder] {
		tb.Helper()
		_, cached := cachedFolders(tb)
		return cached
	}
	s.run(t)
}

func TestFolders_cacheAgrees(t *testing.T) {
	t.Parallel()
	stored, cached := cachedFolders(t)
	folderTests().testCacheAgrees(t, stored, cached)
}

// What one user may see is not served to others.
func TestFolders_cacheOfOwners(t *testing.T) {
	t.Parallel()
	s, own, other := foldersOfUsers(t)
	folderTests().testOwners(t, cache.NewFolders(s, newCache(t), time.Minute), own, other)
}

// cachedFolders returns a store, and one that has its folders in a cache.
func cachedFolders(tb testing.TB) (stored, cached resourceStore[folder.Folder]) {
	tb.Helper()
	stored = newFolders(tb)
	own, isScoped := stored.(scoped[folder.Folder])
	rows, ok := own.store.(folder.Store)
	if !isScoped || !ok {
		tb.Fatal("unknown store")
	}
	own.store = cache.NewFolders(rows, newCache(tb), time.Minute)
	return stored, own
}
