package store_test

import (
	"database/sql"
	"errors"
	"testing"

	"github.com/acme/notes/internal/store"
)

func TestWithTx(t *testing.T) {
	t.Parallel()
	db := open(t)
	do := func(statements ...string) error {
		return store.WithTx(t.Context(), db.Writes, func(tx *sql.Tx) error { return exec(t, tx, statements...) })
	}
	if err := do("CREATE TABLE t (n INTEGER)"); err != nil {
		t.Fatal(err)
	}
	errGiveUp := errors.New("give up")
	err := store.WithTx(t.Context(), db.Writes, func(tx *sql.Tx) error {
		return errors.Join(exec(t, tx, "INSERT INTO t VALUES (1)"), errGiveUp)
	})
	if n := number(t, db, "SELECT COUNT(*) FROM t"); !errors.Is(err, errGiveUp) || n != 0 {
		t.Errorf("after an error: %v, %d rows", err, n)
	}
	func() {
		defer func() { _ = recover() }()
		_ = store.WithTx(t.Context(), db.Writes, func(tx *sql.Tx) error { panic(exec(t, tx, "INSERT INTO t VALUES (1)")) })
	}()
	if n := number(t, db, "SELECT COUNT(*) FROM t"); n != 0 {
		t.Errorf("after a panic: %d rows", n)
	}
	if err := do("INSERT INTO t VALUES (1)"); err != nil || number(t, db, "SELECT COUNT(*) FROM t") != 1 {
		t.Errorf("after a commit: %v, no row", err)
	}
}
