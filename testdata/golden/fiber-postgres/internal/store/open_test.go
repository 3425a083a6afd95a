package store_test

import (
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/acme/rooms/internal/migrate"
	"github.com/acme/rooms/internal/room"
	"github.com/acme/rooms/internal/store"
)

// open returns a new database with the schema of the program.
func open(tb testing.TB) *store.DBX {
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
	return store.NewDBX(db)
}

// exec runs statements up to one that fails.
func exec(t *testing.T, tx *sqlx.Tx, statements ...string) error {
	t.Helper()
	for _, statement := range statements {
		if _, err := tx.ExecContext(t.Context(), statement); err != nil {
			return err
		}
	}
	return nil
}

// number returns the number that a query selects.
func number(t *testing.T, db *store.DBX, query string) (n int) {
	t.Helper()
	if err := db.Reads.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func newRooms(tb testing.TB) resourceStore[room.Room] {
	tb.Helper()
	db := open(tb)
	return store.NewRooms(db)
}
