package store_test

import (
	"testing"

	"github.com/acme/notes/internal/note"
	"github.com/acme/notes/internal/outbox"
	"github.com/acme/notes/internal/published"
	"github.com/acme/notes/internal/store"
)

// Publishing changes nothing that callers see.
func TestNotes_published(t *testing.T) {
	t.Parallel()
	s := noteTests()
	s.open = func(tb testing.TB) resourceStore[note.Note] {
		tb.Helper()
		db := open(tb)
		return publishedNotes(tb, db, outbox.New(store.NewTransactions(db)))
	}
	s.run(t)
}

func TestNotes_events(t *testing.T) {
	t.Parallel()
	db := open(t)
	to := outbox.New(store.NewTransactions(db))
	noteTests().testEvents(t, db, to, publishedNotes(t, db, to), "notes/")
}

// publishedNotes returns a store whose changes are published.
func publishedNotes(tb testing.TB, db *store.DB, to *outbox.Outbox) resourceStore[note.Note] {
	tb.Helper()
	seedFolders(tb, ownedBy(tb, db, store.NewFolders(db)))
	return ownedBy(tb, db, published.NewNotes(store.NewNotes(db), to))
}
