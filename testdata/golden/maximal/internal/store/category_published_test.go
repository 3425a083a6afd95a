package store_test

import (
	"testing"

	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/outbox"
	"github.com/acme/everything/internal/published"
	"github.com/acme/everything/internal/store"
)

// Publishing changes nothing that callers see.
func TestCategories_published(t *testing.T) {
	t.Parallel()
	s := categoryTests()
	s.open = func(tb testing.TB) resourceStore[category.Category] {
		tb.Helper()
		db := open(tb)
		return publishedCategories(tb, db, outbox.New(store.NewTransactions(db)))
	}
	s.run(t)
}

func TestCategories_events(t *testing.T) {
	t.Parallel()
	db := open(t)
	to := outbox.New(store.NewTransactions(db))
	categoryTests().testEvents(t, db, to, publishedCategories(t, db, to), "categories/")
}

// publishedCategories returns a store whose changes are published.
func publishedCategories(tb testing.TB, db *store.ORM, to *outbox.Outbox) resourceStore[category.Category] {
	tb.Helper()
	return published.NewCategories(store.NewCategories(db), to)
}
