package store

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/dbtest"
)

func TestWrap(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	cfg := Config{DSN: DSN(dbtest.DSN(t)), MaxConns: minConns, ConnectTimeout: 5 * time.Second, LockTimeout: time.Second}
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
		CREATE TABLE parents (id bigint PRIMARY KEY, name text NOT NULL UNIQUE);
		CREATE TABLE children (parent bigint NOT NULL REFERENCES parents);
		INSERT INTO parents (id, name) VALUES (1, 'a')`
	if _, err := db.Writes.ExecContext(ctx, schema); err != nil {
		t.Fatal(err)
	}
	exec := func(ctx context.Context, statement string) error {
		_, err := db.Writes.ExecContext(ctx, statement)
		return err
	}
	soon := func() context.Context {
		ctx, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
		t.Cleanup(cancel)
		return ctx
	}
	for what, statement := range map[string]string{
		"U+0000 in JSON":    `SELECT '"\u0000"'::jsonb`,
		"too long to index": `INSERT INTO parents (id, name) SELECT 2, string_agg(md5(n::text), '') FROM generate_series(1, 200) n`,
	} {
		err := wrap(exec(ctx, statement), "test")
		if _, ok := errors.AsType[*apperr.BadRequest](err); !ok {
			t.Errorf("%s: %v, want a BadRequest", what, err)
		}
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
		{"too slow", exec(soon(), `SELECT pg_sleep(10)`), apperr.ErrUnavailable},
		{"no free connection", beside(db, func() error { return exec(soon(), `DELETE FROM children`) }), apperr.ErrUnavailable},
		{"locked", beside(other, func() error { return exec(ctx, `UPDATE parents SET name = 'c'`) }), apperr.ErrUnavailable},
		{"statement timeout", exec(ctx, `SET LOCAL statement_timeout = 1; SELECT pg_sleep(10)`), apperr.ErrUnavailable},
		{"client gone", exec(left, `DELETE FROM children`), context.Canceled},
		{"connection ended", exec(ctx, `SELECT pg_terminate_backend(pg_backend_pid())`), apperr.ErrUnavailable},
		{"connection gone", inTx(`SELECT pg_terminate_backend(pg_backend_pid())`, `DELETE FROM children`), apperr.ErrUnavailable},
		{"closed", errors.Join(db.Close(), exec(ctx, `DELETE FROM children`)), apperr.ErrUnavailable},
	} {
		if err := wrap(tt.err, "test"); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestWrap_WithoutServer(t *testing.T) {
	t.Parallel()
	_, refused := Open(t.Context(), Config{DSN: "postgres://127.0.0.1:1/test", ConnectTimeout: 5 * time.Second})
	for name, err := range map[string]error{
		"no server":            refused,
		"too many connections": &pgconn.PgError{Code: "53300"},
		"starting up":          &pgconn.PgError{Code: cannotConnectNow},
		"deadlock":             &pgconn.PgError{Code: deadlockDetected},
	} {
		if err := wrap(err, "test"); !errors.Is(err, apperr.ErrUnavailable) {
			t.Errorf("%s: %v, want ErrUnavailable", name, err)
		}
	}
	if err := wrap(sql.ErrTxDone, "test"); !errors.Is(err, sql.ErrTxDone) || err.Error() != "test: "+sql.ErrTxDone.Error() {
		t.Errorf("an error without a meaning became %v", err)
	}
}
