package store_test

import (
	"testing"

	"gorm.io/gorm"

	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/migrate"
	"github.com/acme/everything/internal/store"
)

// open returns a new database with the schema of the program.
func open(tb testing.TB) *store.ORM {
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

// exec runs statements up to one that fails.
func exec(t *testing.T, tx *gorm.DB, statements ...string) error {
	t.Helper()
	for _, statement := range statements {
		if err := tx.Exec(statement).Error; err != nil {
			return err
		}
	}
	return nil
}

// number returns the number that a query selects.
func number(t *testing.T, db *store.ORM, query string) (n int) {
	t.Helper()
	if err := db.Reads.WithContext(t.Context()).Raw(query).Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func newAuthors(tb testing.TB) resourceStore[author.Author] {
	tb.Helper()
	db := open(tb)
	return store.NewAuthors(db)
}

func newCategories(tb testing.TB) resourceStore[category.Category] {
	tb.Helper()
	db := open(tb)
	return store.NewCategories(db)
}

func newBooks(tb testing.TB) resourceStore[book.Book] {
	tb.Helper()
	db := open(tb)
	seedAuthors(tb, store.NewAuthors(db))
	seedCategories(tb, store.NewCategories(db))
	return store.NewBooks(db)
}
