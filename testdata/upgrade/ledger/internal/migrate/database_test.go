package migrate_test

import (
	"testing"
	"time"

	"github.com/acme/ledger/internal/dbtest"
	"github.com/acme/ledger/internal/store"
)

const countTables = `
	SELECT count(*)
	FROM information_schema.tables
	WHERE table_schema = current_schema() AND table_name <> 'schema_migrations'`

// testConfig leads to a new database without a schema.
func testConfig(t *testing.T) store.Config {
	t.Helper()
	return store.Config{DSN: store.DSN(dbtest.DSN(t)), MaxConns: 2, ConnectTimeout: 5 * time.Second}
}
