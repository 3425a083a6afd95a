package store_test

import (
	"testing"

	"gorm.io/gorm"

	"github.com/acme/everything/internal/migrate"
	"github.com/acme/everything/internal/store"
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

func newAuthors(tb testing.TB) *store.Authors {
	tb.Helper()
	return store.NewAuthors(open(tb))
}

func newCategories(tb testing.TB) *store.Categories {
	tb.Helper()
	return store.NewCategories(open(tb))
}

func newBooks(tb testing.TB) *store.Books {
	tb.Helper()
	db := open(tb)
	seedAuthors(tb, store.NewAuthors(db))
	seedCategories(tb, store.NewCategories(db))
	return store.NewBooks(db)
}
