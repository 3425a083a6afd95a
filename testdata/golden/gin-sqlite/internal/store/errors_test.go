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
	const schema = `
		CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
		CREATE TABLE children (parent INTEGER NOT NULL REFERENCES parents);
		INSERT INTO parents (name) VALUES ('a')`
	if _, err := db.Writes.ExecContext(ctx, schema); err != nil {
		t.Fatal(err)
	}
	exec := func(ctx context.Context, statement string) error {
		_, err := db.Writes.ExecContext(ctx, statement)
		return err
	}
	late, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	beside := func(db *DB, do func() error) error { // a transaction that stays open
		tx, err := db.Writes.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		return errors.Join(do(), tx.Rollback())
	}
	// The errors are made in this order.
	for _, tt := range []struct {
		name string
		err  error
		want error
	}{
		{"nothing wrong", nil, nil},
		{"not unique", exec(ctx, `INSERT INTO parents (name) VALUES ('a')`), apperr.ErrConflict},
		{"no parent", exec(ctx, `INSERT INTO children (parent) VALUES (0)`), apperr.ErrReference},
		{"locked by another process", beside(other, func() error { return exec(ctx, `DELETE FROM children`) }), apperr.ErrUnavailable},
		{"locked by this one", beside(db, func() error { return exec(late, `DELETE FROM children`) }), apperr.ErrUnavailable},
		{"disk full", exec(ctx, `PRAGMA max_page_count = 1; INSERT INTO parents (name) VALUES (zeroblob(100000))`), apperr.ErrUnavailable},
		{"too late", exec(late, `DELETE FROM children`), apperr.ErrUnavailable},
		{"closed", errors.Join(db.Close(), exec(ctx, `DELETE FROM children`)), apperr.ErrUnavailable},
	} {
		if err := wrap(tt.err, "test"); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
	if err := wrap(sql.ErrTxDone, "test"); !errors.Is(err, sql.ErrTxDone) || err.Error() != "test: "+sql.ErrTxDone.Error() {
		t.Errorf("an error without a meaning became %v", err)
	}
}
