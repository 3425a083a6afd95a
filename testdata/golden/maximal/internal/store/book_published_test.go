package store_test

import (
	"testing"

	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/outbox"
	"github.com/acme/everything/internal/published"
	"github.com/acme/everything/internal/store"
)

// Publishing changes nothing that callers see.
func TestBooks_published(t *testing.T) {
	t.Parallel()
	s := bookTests()
	s.open = func(tb testing.TB) resourceStore[book.Book] {
		tb.Helper()
		db := open(tb)
		return publishedBooks(tb, db, outbox.New(store.NewTransactions(db)))
	}
	s.run(t)
}

func TestBooks_events(t *testing.T) {
	t.Parallel()
	db := open(t)
	to := outbox.New(store.NewTransactions(db))
	bookTests().testEvents(t, db, to, publishedBooks(t, db, to), "books/")
}

// publishedBooks returns a store whose changes are published.
func publishedBooks(tb testing.TB, db *store.ORM, to *outbox.Outbox) resourceStore[book.Book] {
	tb.Helper()
	seedAuthors(tb, store.NewAuthors(db))
	seedCategories(tb, store.NewCategories(db))
	return published.NewBooks(store.NewBooks(db), to)
}
