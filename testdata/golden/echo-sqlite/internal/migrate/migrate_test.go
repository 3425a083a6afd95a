package migrate_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/acme/tracks/internal/migrate"
	"github.com/acme/tracks/internal/store"
)

// open returns a new database without a schema.
func open(t *testing.T) *sql.DB {
	t.Helper()
	db, err := store.Open(t.Context(), store.Config{
		DSN:         "file:" + filepath.Join(t.TempDir(), "test.db"),
		MaxConns:    2,
		BusyTimeout: 5 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// tables counts the tables but for the one that keeps the version.
func tables(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	const count = `
		SELECT count(*)
		FROM sqlite_schema
		WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migrations'`
	if err := db.QueryRowContext(t.Context(), count).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestUpAndDown(t *testing.T) {
	t.Parallel()
	db := open(t)
	for range 2 { // the second time there is nothing to do
		if err := migrate.Up(t.Context(), db); err != nil {
			t.Fatal(err)
		}
	}
	last, err := migrate.Version(t.Context(), db)
	if err != nil || last == 0 || tables(t, db) == 0 {
		t.Fatalf("version %d with %d tables, %v", last, tables(t, db), err)
	}
	for want := last; want > 0; want-- {
		if err := migrate.Down(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		if got, err := migrate.Version(t.Context(), db); err != nil || got != want-1 {
			t.Fatalf("version %d, %v, want %d", got, err, want-1)
		}
	}
	if n := tables(t, db); n != 0 {
		t.Errorf("%d tables are left", n)
	}
	if err := migrate.Up(t.Context(), db); err != nil {
		t.Errorf("up again: %v", err)
	}
}

func TestCommand(t *testing.T) {
	t.Parallel()
	db := open(t)
	for _, tt := range []struct{ arg, want string }{
		{"version", "schema version 0\n"},
		{"up", "schema version 1\n"},
		{"down", "schema version 0\n"},
	} {
		var out bytes.Buffer
		if err := migrate.Command(t.Context(), db, []string{tt.arg}, &out); err != nil || out.String() != tt.want {
			t.Errorf("%s: %q, %v, want %q", tt.arg, out.String(), err, tt.want)
		}
	}
	for _, args := range [][]string{nil, {"sideways"}, {"up", "down"}} {
		if err := migrate.Command(t.Context(), db, args, io.Discard); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}

func TestFailedStep(t *testing.T) {
	t.Parallel()
	db := open(t)
	if err := migrate.Up(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `UPDATE schema_migrations SET dirty = TRUE`); err != nil {
		t.Fatal(err)
	}
	_, errVersion := migrate.Version(t.Context(), db)
	for _, err := range []error{migrate.Up(t.Context(), db), migrate.Down(t.Context(), db), errVersion} {
		if err == nil || !strings.Contains(err.Error(), "failed half-way") {
			t.Errorf("error = %v, want that a step failed half-way", err)
		}
	}
}

func TestCanceled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := migrate.Up(ctx, open(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want Canceled", err)
	}
}
