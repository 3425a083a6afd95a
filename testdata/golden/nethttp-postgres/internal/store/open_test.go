package store_test

import (
	"database/sql"
	"testing"

	"github.com/acme/shop/internal/migrate"
	"github.com/acme/shop/internal/order"
	"github.com/acme/shop/internal/product"
	"github.com/acme/shop/internal/store"
)

// open returns a new database with the schema of the program.
func open(tb testing.TB) *store.DB {
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

// exec runs statements up to one that fails.
func exec(t *testing.T, tx *sql.Tx, statements ...string) error {
	t.Helper()
	for _, statement := range statements {
		if _, err := tx.ExecContext(t.Context(), statement); err != nil {
			return err
		}
	}
	return nil
}

// number returns the number that a query selects.
func number(t *testing.T, db *store.DB, query string) (n int) {
	t.Helper()
	if err := db.Reads.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func newProducts(tb testing.TB) resourceStore[product.Product] {
	tb.Helper()
	db := open(tb)
	return store.NewProducts(db)
}

func newOrders(tb testing.TB) resourceStore[order.Order] {
	tb.Helper()
	db := open(tb)
	return store.NewOrders(db)
}
