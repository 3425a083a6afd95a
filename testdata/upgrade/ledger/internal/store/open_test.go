package store_test

import (
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/acme/ledger/internal/migrate"
	"github.com/acme/ledger/internal/store"
)

// open returns a new database with the schema of the program.
func open(tb testing.TB) *sqlx.DB {
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
	return sqlx.NewDb(db, "pgx")
}

func newCustomers(tb testing.TB) *store.Customers {
	tb.Helper()
	return store.NewCustomers(open(tb))
}
