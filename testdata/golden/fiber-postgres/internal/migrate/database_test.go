package migrate

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/acme/rooms/internal/dbtest"
	"github.com/acme/rooms/internal/secret"
	"github.com/acme/rooms/internal/store"
)

const countTables = `
	SELECT count(*)
	FROM information_schema.tables
	WHERE table_schema = current_schema() AND table_name NOT IN ('schema_migrations', 'applied_migrations')`

// testConfig returns the configuration of a new database without a schema.
func testConfig(t *testing.T) store.Config {
	t.Helper()
	return store.Config{DSN: secret.Text(dbtest.DSN(t)), MaxConns: 3, ConnectTimeout: 5 * time.Second, LockTimeout: 5 * time.Second}
}

func TestNoTransaction(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	files := set("1_a")
	script := []byte("-- NO TRANSACTION\nCREATE UNIQUE INDEX CONCURRENTLY a_n_key ON t1_a (n);\n")
	files["2_index.up.sql"] = &fstest.MapFile{Data: script}
	if out, err := run(t, cfg, files, (*runner).up); err != nil || out != "up 1_a\nup 2_index\nthe schema is up to date\n" {
		t.Errorf("%q, %v", out, err)
	}
	files["3_index.up.sql"] = &fstest.MapFile{Data: script}
	for range 2 {
		if _, err := run(t, cfg, files, (*runner).up); err == nil || !strings.Contains(err.Error(), `run "server migrate mark 3 applied"`) {
			t.Errorf("failed without a transaction: %v", err)
		}
	}
}
