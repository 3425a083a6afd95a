package store_test

import (
	"testing"

	"gorm.io/gorm"

	"github.com/acme/depot/internal/migrate"
	"github.com/acme/depot/internal/store"
)

// open returns a new database with the schema of the program.
func open(tb testing.TB) *gorm.DB {
	tb.Helper()
	cfg := testConfig(tb)
	if err := migrate.Up(tb.Context(), cfg); err != nil {
		tb.Fatal(err)
	}
	db, err := store.Open(tb.Context(), cfg)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	orm, err := store.NewORM(db)
	if err != nil {
		tb.Fatal(err)
	}
	return orm
}

func newItems(tb testing.TB) *store.Items {
	tb.Helper()
	return store.NewItems(open(tb))
}

func newNotes(tb testing.TB) *store.Notes {
	tb.Helper()
	return store.NewNotes(open(tb))
}
