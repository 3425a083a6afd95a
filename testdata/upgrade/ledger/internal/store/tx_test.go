package store_test

import (
	"errors"
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/acme/ledger/internal/store"
)

func TestWithTx(t *testing.T) {
	t.Parallel()
	db := open(t)
	if _, err := db.ExecContext(t.Context(), "CREATE TABLE t (n INTEGER)"); err != nil {
		t.Fatal(err)
	}
	insert := func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(t.Context(), "INSERT INTO t VALUES (1)")
		return err
	}
	want := func(rows int) {
		t.Helper()
		var n int
		if err := db.GetContext(t.Context(), &n, "SELECT COUNT(*) FROM t"); err != nil || n != rows {
			t.Errorf("%d rows, %v; want %d", n, err, rows)
		}
	}

	errGiveUp := errors.New("give up")
	err := store.WithTx(t.Context(), db, func(tx *sqlx.Tx) error { return errors.Join(insert(tx), errGiveUp) })
	if !errors.Is(err, errGiveUp) {
		t.Errorf("got %v", err)
	}
	want(0)

	func() {
		defer func() { _ = recover() }()
		_ = store.WithTx(t.Context(), db, func(tx *sqlx.Tx) error { panic(insert(tx)) })
	}()
	want(0)

	if err := store.WithTx(t.Context(), db, insert); err != nil {
		t.Error(err)
	}
	want(1)
}
