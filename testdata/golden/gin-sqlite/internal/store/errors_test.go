package store

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/acme/library/internal/apperr"
)

func TestWrap(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	cfg := Config{DSN: "file:" + filepath.Join(t.TempDir(), "test.db"), MaxConns: minConns, BusyTimeout: time.Millisecond}
	db, err := Open(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	other, err := Open(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	exec := func(ctx context.Context, statement string) error {
		_, err := db.Writes.ExecContext(ctx, statement)
		return err
	}
	for _, statement := range []string{
		`CREATE TABLE parents (id INTEGER PRIMARY KEY, name VARCHAR(10) NOT NULL UNIQUE)`,
		`CREATE TABLE children (parent INTEGER NOT NULL, FOREIGN KEY (parent) REFERENCES parents (id))`,
		`INSERT INTO parents (id, name) VALUES (1, 'a')`,
		`INSERT INTO children (parent) VALUES (1)`,
	} {
		if err := exec(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	soon := func() context.Context {
		ctx, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
		t.Cleanup(cancel)
		return ctx
	}
	left, leave := context.WithCancel(ctx)
	leave()
	beside := func(db *DB, do func() error) error { // a transaction that stays open
		tx, err := db.Writes.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE parents SET name = 'b'`)
		return errors.Join(err, do(), tx.Rollback())
	}
	// The errors are made in this order.
	for _, tt := range []struct {
		name string
		err  error
		want error
	}{
		{"nothing wrong", nil, nil},
		{"not unique", exec(ctx, `INSERT INTO parents (id, name) VALUES (2, 'a')`), apperr.ErrConflict},
		{"no parent", exec(ctx, `INSERT INTO children (parent) VALUES (0)`), apperr.ErrReference},
		{"a parent", exec(ctx, `DELETE FROM parents`), apperr.ErrReference},
		{"too slow", exec(soon(), `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n`), apperr.ErrUnavailable},
		{"no free connection", beside(db, func() error { return exec(soon(), `DELETE FROM children`) }), apperr.ErrUnavailable},
		{"locked", beside(other, func() error { return exec(ctx, `UPDATE parents SET name = 'c'`) }), apperr.ErrUnavailable},
		{"client gone", exec(left, `DELETE FROM children`), context.Canceled},
		{"over before its time", sql.ErrTxDone, apperr.ErrUnavailable},
		{"disk full", exec(ctx, `PRAGMA max_page_count = 1; INSERT INTO parents (name) VALUES (zeroblob(100000))`), apperr.ErrUnavailable},
		{"closed", errors.Join(db.Close(), exec(ctx, `DELETE FROM children`)), apperr.ErrUnavailable},
	} {
		if err := wrap(tt.err, "test"); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestWrap_WithoutMeaning(t *testing.T) {
	t.Parallel()
	errOther := errors.New("other")
	if err := wrap(errOther, "test"); !errors.Is(err, errOther) || err.Error() != "test: "+errOther.Error() {
		t.Errorf("got %v", err)
	}
}
