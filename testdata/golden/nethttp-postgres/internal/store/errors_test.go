package store

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/dbtest"
	"github.com/acme/shop/internal/secret"
)

func TestWrap(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	cfg := Config{DSN: secret.Text(dbtest.DSN(t)), MaxConns: minConns, ConnectTimeout: 5 * time.Second, LockTimeout: time.Second}
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
	inTx := func(statements ...string) (err error) { // the last error in a transaction
		tx, err := db.Writes.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		for _, statement := range statements {
			_, err = tx.ExecContext(ctx, statement)
		}
		_ = tx.Rollback()
		return err
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
		{"too slow", exec(soon(), `SELECT pg_sleep(10)`), apperr.ErrUnavailable},
		{"no free connection", beside(db, func() error { return exec(soon(), `DELETE FROM children`) }), apperr.ErrUnavailable},
		{"locked", beside(other, func() error { return exec(ctx, `UPDATE parents SET name = 'c'`) }), apperr.ErrUnavailable},
		{"client gone", exec(left, `DELETE FROM children`), context.Canceled},
		{"over before its time", sql.ErrTxDone, apperr.ErrUnavailable},
		{"statement timeout", exec(ctx, `SET LOCAL statement_timeout = 1; SELECT pg_sleep(10)`), apperr.ErrUnavailable},
		{"connection ended", exec(ctx, `SELECT pg_terminate_backend(pg_backend_pid())`), apperr.ErrUnavailable},
		{"connection gone", inTx(`SELECT pg_terminate_backend(pg_backend_pid())`, `DELETE FROM children`), apperr.ErrUnavailable},
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
