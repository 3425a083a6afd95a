package store_test

import (
	"testing"

	"github.com/acme/notes/internal/folder"
	"github.com/acme/notes/internal/outbox"
	"github.com/acme/notes/internal/published"
	"github.com/acme/notes/internal/store"
)

// Publishing changes nothing that callers see.
func TestFolders_published(t *testing.T) {
	t.Parallel()
	s := folderTests()
	s.open = func(tb testing.TB) resourceStore[folder.Folder] {
		tb.Helper()
		db := open(tb)
		return publishedFolders(tb, db, outbox.New(store.NewTransactions(db)))
	}
	s.run(t)
}

func TestFolders_events(t *testing.T) {
	t.Parallel()
	db := open(t)
	to := outbox.New(store.NewTransactions(db))
	folderTests().testEvents(t, db, to, publishedFolders(t, db, to), "folders/")
}

// publishedFolders returns a store whose changes are published.
func publishedFolders(tb testing.TB, db *store.DB, to *outbox.Outbox) resourceStore[folder.Folder] {
	tb.Helper()
	return ownedBy(tb, db, published.NewFolders(store.NewFolders(db), to))
}
