package migrate_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"testing"

	"github.com/golang-migrate/migrate/v4/source"

	"github.com/acme/rooms/internal/migrate"
	"github.com/acme/rooms/internal/store"
	"github.com/acme/rooms/migrations"
)

// versions returns 0 and then the number of each migration.
func versions(t *testing.T) []uint {
	t.Helper()
	names, err := fs.Glob(migrations.Files, "*.up.sql")
	if err != nil {
		t.Fatal(err)
	}
	all := []uint{0}
	for _, name := range names {
		migration, err := source.DefaultParse(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, migration.Version)
	}
	slices.Sort(all)
	return all
}

// tables counts the tables, apart from schema_migrations.
func tables(t *testing.T, cfg store.Config) (n int) {
	t.Helper()
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.QueryRowContext(t.Context(), countTables).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestUpAndDown(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	for range 2 { // the second call has nothing to do
		if err := migrate.Up(t.Context(), cfg); err != nil {
			t.Fatal(err)
		}
	}
	all := tables(t, cfg)
	for i, want := range slices.Backward(versions(t)) {
		if got, err := migrate.Version(t.Context(), cfg); err != nil || got != want {
			t.Fatalf("version %d, %v, want %d", got, err, want)
		}
		if i == 0 {
			break
		}
		if err := migrate.Down(t.Context(), cfg); err != nil {
			t.Fatal(err)
		}
	}
	if n := tables(t, cfg); n != 0 {
		t.Errorf("%d tables are left", n)
	}
	if err := migrate.Up(t.Context(), cfg); err != nil || tables(t, cfg) != all {
		t.Errorf("up again: %d tables, %v, want %d", tables(t, cfg), err, all)
	}
}

func TestCommand(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	all := versions(t)
	for _, tt := range []struct{ arg, want string }{
		{"version", "schema version 0\n"},
		{"up", fmt.Sprintf("schema version %d\n", all[len(all)-1])},
		{"down", fmt.Sprintf("schema version %d\n", all[len(all)-2])},
	} {
		var out bytes.Buffer
		if err := migrate.Command(t.Context(), cfg, []string{tt.arg}, &out); err != nil || out.String() != tt.want {
			t.Errorf("%s: %q, %v, want %q", tt.arg, out.String(), err, tt.want)
		}
	}
	for _, args := range [][]string{nil, {"sideways"}, {"up", "down"}} {
		if err := migrate.Command(t.Context(), cfg, args, io.Discard); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}

func TestCanceled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := migrate.Up(ctx, testConfig(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want Canceled", err)
	}
}
