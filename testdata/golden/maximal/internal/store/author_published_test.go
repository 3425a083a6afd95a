package store_test

import (
	"testing"

	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/outbox"
	"github.com/acme/everything/internal/published"
	"github.com/acme/everything/internal/store"
)

// Publishing changes nothing that callers see.
func TestAuthors_published(t *testing.T) {
	t.Parallel()
	s := authorTests()
	s.open = func(tb testing.TB) resourceStore[author.Author] {
		tb.Helper()
		db := open(tb)
		return publishedAuthors(tb, db, outbox.New(store.NewTransactions(db)))
	}
	s.run(t)
}

func TestAuthors_events(t *testing.T) {
	t.Parallel()
	db := open(t)
	to := outbox.New(store.NewTransactions(db))
	authorTests().testEvents(t, db, to, publishedAuthors(t, db, to), "authors/")
}

// publishedAuthors returns a store whose changes are published.
func publishedAuthors(tb testing.TB, db *store.ORM, to *outbox.Outbox) resourceStore[author.Author] {
	tb.Helper()
	return published.NewAuthors(store.NewAuthors(db), to)
}
