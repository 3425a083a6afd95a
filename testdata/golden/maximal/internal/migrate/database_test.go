package migrate

import (
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/acme/everything/internal/store"
)

const countTables = `
	SELECT count(*)
	FROM sqlite_schema
	WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('applied_migrations', 'schema_migrations')`

// testConfig returns the configuration of a new database without a schema.
func testConfig(t *testing.T) store.Config {
	t.Helper()
	return store.Config{DSN: "file:" + filepath.Join(t.TempDir(), "test.db"), MaxConns: 3, BusyTimeout: 5 * time.Second}
}

// A migration may replace a table to which others refer, and keeps references
// intact.
func TestReferences(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	const tables = `
		CREATE TABLE a (id INTEGER PRIMARY KEY);
		CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id));
		INSERT INTO a VALUES (1);
		INSERT INTO b VALUES (1, 1);`
	const rebuild = `
		CREATE TABLE new_a (id INTEGER PRIMARY KEY, n INTEGER);
		INSERT INTO new_a (id) SELECT id FROM a;
		DROP TABLE a;
		ALTER TABLE new_a RENAME TO a;`
	files := fstest.MapFS{"1_tables.up.sql": {Data: []byte(tables)}, "2_rebuild.up.sql": {Data: []byte(rebuild)}}
	if _, err := run(t, cfg, files, (*runner).up); err != nil {
		t.Fatal(err)
	}
	files["3_break.up.sql"] = &fstest.MapFile{Data: []byte("DELETE FROM a;")}
	if _, err := run(t, cfg, files, (*runner).up); err == nil || !strings.Contains(err.Error(), "rows of b refer to rows of a that do not exist") {
		t.Errorf("broken references: %v", err)
	}
	if n := query(t, cfg, "SELECT count(*) FROM a JOIN b ON b.a_id = a.id"); n != 1 {
		t.Errorf("%d rows are left, want 1", n)
	}
}
