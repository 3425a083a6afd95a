package store_test

import (
	"testing"

	"github.com/acme/notes/internal/outbox"
	"github.com/acme/notes/internal/published"
	"github.com/acme/notes/internal/store"
	"github.com/acme/notes/internal/tag"
)

// Publishing changes nothing that callers see.
func TestTags_published(t *testing.T) {
	t.Parallel()
	s := tagTests()
	s.open = func(tb testing.TB) resourceStore[tag.Tag] {
		tb.Helper()
		db := open(tb)
		return publishedTags(tb, db, outbox.New(store.NewTransactions(db)))
	}
	s.run(t)
}

func TestTags_events(t *testing.T) {
	t.Parallel()
	db := open(t)
	to := outbox.New(store.NewTransactions(db))
	tagTests().testEvents(t, db, to, publishedTags(t, db, to), "tags/")
}

// publishedTags returns a store whose changes are published.
func publishedTags(tb testing.TB, db *store.DB, to *outbox.Outbox) resourceStore[tag.Tag] {
	tb.Helper()
	return published.NewTags(store.NewTags(db), to)
}
