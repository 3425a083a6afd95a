package migrate_test

import (
	"testing"
	"time"

	"github.com/acme/tracks/internal/dbtest"
	"github.com/acme/tracks/internal/store"
)

const countTables = `
	SELECT count(*)
	FROM information_schema.tables
	WHERE table_schema = DATABASE() AND table_name <> 'schema_migrations'`

// testConfig returns the configuration of a new database without a schema.
func testConfig(t *testing.T) store.Config {
	t.Helper()
	return store.Config{DSN: store.DSN(dbtest.DSN(t)), MaxConns: 2, ConnectTimeout: 5 * time.Second}
}
