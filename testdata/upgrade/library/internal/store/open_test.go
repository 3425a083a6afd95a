package store_test

import (
	"database/sql"
	"testing"

	"github.com/acme/library/internal/migrate"
	"github.com/acme/library/internal/store"
)

// open returns a new database with the schema of the program.
func open(tb testing.TB) *sql.DB {
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
	return db
}

func newAuthors(tb testing.TB) *store.Authors {
	tb.Helper()
	return store.NewAuthors(open(tb))
}

func newBooks(tb testing.TB) *store.Books {
	tb.Helper()
	db := open(tb)
	seedAuthors(tb, store.NewAuthors(db))
	return store.NewBooks(db)
}
