package migrate

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/acme/notes/internal/store"
	"github.com/acme/notes/migrations"
)

// set returns migrations, each of which creates a table.
func set(names ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for _, name := range names {
		files[name+".up.sql"] = &fstest.MapFile{Data: []byte("CREATE TABLE t" + name + " (n INTEGER);\n")}
		files[name+".down.sql"] = &fstest.MapFile{Data: []byte("DROP TABLE t" + name + ";\n")}
	}
	return files
}

// run returns what is printed when do runs with the migrations in files.
func run(t *testing.T, cfg store.Config, files fstest.MapFS, do action) (string, error) {
	t.Helper()
	var out strings.Builder
	err := open(t.Context(), cfg, files, &out, do)
	return out.String(), err
}

// query returns the number that a query selects, after the statements before it.
func query(t *testing.T, cfg store.Config, statements ...string) (n int) {
	t.Helper()
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	last := len(statements) - 1
	for _, statement := range statements[:last] {
		if _, err := db.Writes.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Writes.QueryRowContext(t.Context(), statements[last]).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestUpAndDown(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	for range 2 { // the second call has nothing to do
		if err := Up(t.Context(), cfg); err != nil {
			t.Fatal(err)
		}
	}
	all, err := load(migrations.Files)
	if err != nil {
		t.Fatal(err)
	}
	tables := query(t, cfg, countTables)
	for range all {
		if err := Command(t.Context(), cfg, []string{"down"}, io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	if n := query(t, cfg, countTables); n != 0 {
		t.Errorf("%d tables are left", n)
	}
	if err := Command(t.Context(), cfg, []string{"down"}, io.Discard); err == nil {
		t.Error("rolled back a migration that had not run")
	}
	if err := Up(t.Context(), cfg); err != nil || query(t, cfg, countTables) != tables {
		t.Errorf("up again: %v, and not the same %d tables", err, tables)
	}
}

func TestUpTogether(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	results := make(chan error)
	for range 4 {
		go func() { results <- Up(t.Context(), cfg) }()
	}
	for range 4 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
}

// A migration that is merged later than one with a higher number still runs, and
// an older binary ignores it.
func TestOutOfOrder(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	older, newer := set("1_a", "3_c"), set("1_a", "2_b", "3_c", "20261127181903_d")
	for _, tt := range []struct {
		files fstest.MapFS
		want  string
	}{
		{older, "up 1_a\nup 3_c\n"}, {newer, "up 2_b\nup 20261127181903_d\n"}, {older, ""},
	} {
		out, err := run(t, cfg, tt.files, (*runner).up)
		if want := tt.want + "the schema is up to date\n"; err != nil || out != want {
			t.Errorf("got %q, %v, want %q", out, err, want)
		}
	}
	if _, err := run(t, cfg, older, (*runner).down); err == nil || !strings.Contains(err.Error(), "20261127181903_d is unknown to this binary") {
		t.Errorf("rolled back a migration of another binary: %v", err)
	}
	if out, err := run(t, cfg, newer, (*runner).redo); err != nil || out != "down 20261127181903_d\nup 20261127181903_d\n" {
		t.Errorf("redo: %q, %v", out, err)
	}
}

func TestEdited(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	files := set("1_a", "2_b")
	files["3_c.up.sql"] = &fstest.MapFile{Data: []byte("-- Nothing.\n")}
	if _, err := run(t, cfg, files, (*runner).up); err != nil {
		t.Fatal(err)
	}
	files["1_a.up.sql"].Data = []byte("CREATE TABLE t1_a (n INTEGER);\r\n")
	if _, err := run(t, cfg, files, (*runner).up); err != nil {
		t.Errorf("with other line endings: %v", err)
	}
	files["1_a.up.sql"].Data = []byte("CREATE TABLE t1_a (m INTEGER);\n")
	if _, err := run(t, cfg, files, (*runner).up); err == nil || !strings.Contains(err.Error(), "1_a was edited") {
		t.Errorf("edited: %v", err)
	}
	if out, err := run(t, cfg, files, (*runner).status); err != nil || !strings.Contains(out, "edited") {
		t.Errorf("status: %s%v", out, err)
	}
	mark, err := command([]string{"mark", "1", "applied"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := run(t, cfg, files, mark); err != nil {
		t.Fatal(err)
	}
	if _, err := run(t, cfg, files, (*runner).up); err != nil {
		t.Errorf("marked as applied: %v", err)
	}
}

// A migration fails because one that this binary no longer has made the same table.
func TestTakenBack(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	files := set("1_a")
	if _, err := run(t, cfg, files, (*runner).up); err != nil {
		t.Fatal(err)
	}
	again := fstest.MapFS{"2_a.up.sql": files["1_a.up.sql"]}
	if _, err := run(t, cfg, again, (*runner).up); err == nil || !strings.Contains(err.Error(), "; 1_a has run and is unknown to this binary") {
		t.Errorf("error = %v, want one that names 1_a", err)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	for _, tt := range []struct{ name, text, want string }{
		{"2_b.up.sql", "-- DRAFT: write it.\nSELECT 1;\n", "2_b.up.sql is a draft"},
		{"2_b.sql", "", "migrations/2_b.sql: want NUMBER_NAME.up.sql"},
		{"b.up.sql", "", "migrations/b.up.sql: want"},
		{"2_b.down.sql", "", "there is no migrations/2_b.up.sql"},
		{"01_b.up.sql", "", "has the same number"},
	} {
		files := set("1_a")
		files[tt.name] = &fstest.MapFile{Data: []byte(tt.text)}
		if out, err := run(t, cfg, files, (*runner).up); err == nil || !strings.Contains(err.Error(), tt.want) || out != "" {
			t.Errorf("%s: %q, %v, want %q", tt.name, out, err, tt.want)
		}
	}
}

// A database of an older release has a table with the number of the last migration.
func TestOlderRelease(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ state, want string }{
		{"VALUES (2, FALSE)", ""},
		{"VALUES (2, TRUE)", "2_b stopped half-way"},
		{"VALUES (-1, TRUE)", "1_a stopped half-way"},
		{"VALUES (4, FALSE)", "has version 4, which this binary does not"},
	} {
		cfg := testConfig(t)
		query(t, cfg, `CREATE TABLE schema_migrations (version BIGINT NOT NULL PRIMARY KEY, dirty BOOLEAN NOT NULL)`,
			`INSERT INTO schema_migrations (version, dirty) `+tt.state, countTables)
		out, err := run(t, cfg, set("1_a", "2_b", "3_c"), (*runner).up)
		if tt.want == "" {
			if err != nil || out != "up 3_c\nthe schema is up to date\n" {
				t.Errorf("%s: %q, %v", tt.state, out, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %q, %v, want %q", tt.state, out, err, tt.want)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := Check(t.Context(), db.Health); err == nil {
		t.Error("a database without a schema passes")
	}
	if err := Up(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ change, want string }{
		{"UPDATE applied_migrations SET name = name", ""},
		{"INSERT INTO applied_migrations (id, name, checksum, unfinished) VALUES (99999999999999, 'newer', '', '')", ""},
		{"UPDATE applied_migrations SET unfinished = 'up.sql' WHERE name = 'newer'", "newer stopped half-way"},
		{"UPDATE applied_migrations SET unfinished = '', checksum = ''", "was edited"},
		{"DELETE FROM applied_migrations", "are pending"},
	} {
		if _, err := db.Writes.ExecContext(t.Context(), tt.change); err != nil {
			t.Fatal(err)
		}
		if err := Check(t.Context(), db.Health); err != nil != (tt.want != "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.change, err, tt.want)
		}
	}
}

func TestCommand(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	for _, tt := range []struct {
		args []string
		want string
	}{
		{nil, "want status, up"},
		{[]string{"sideways"}, "want status, up"},
		{[]string{"up", "down"}, "want status, up"},
		{[]string{"mark", "1"}, "want status, up"},
		{[]string{"mark", "1", "done"}, "want status, up"},
		{[]string{"mark", "one", "applied"}, `"one" is no migration number`},
		{[]string{"mark", "99999999999999", "applied"}, "no migration 99999999999999"},
	} {
		err := Command(t.Context(), cfg, tt.args, io.Discard)
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want one line with %s", tt.args, err, tt.want)
		}
	}
}

func TestCanceled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Up(ctx, testConfig(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want Canceled", err)
	}
}
