package migrate_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/acme/everything/internal/store"
)

const countTables = `
	SELECT count(*)
	FROM sqlite_schema
	WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migrations'`

// testConfig returns the configuration of a new database without a schema.
func testConfig(t *testing.T) store.Config {
	t.Helper()
	return store.Config{DSN: "file:" + filepath.Join(t.TempDir(), "test.db"), MaxConns: 2, BusyTimeout: 5 * time.Second}
}
