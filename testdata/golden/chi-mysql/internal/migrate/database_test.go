package migrate

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/acme/payments/internal/dbtest"
	"github.com/acme/payments/internal/secret"
	"github.com/acme/payments/internal/store"
)

const countTables = `
	SELECT count(*)
	FROM information_schema.tables
	WHERE table_schema = DATABASE() AND table_name NOT IN ('schema_migrations', 'applied_migrations')`

// testConfig returns the configuration of a new database without a schema.
func testConfig(t *testing.T) store.Config {
	t.Helper()
	return store.Config{DSN: secret.Text(dbtest.DSN(t)), MaxConns: 3, ConnectTimeout: 5 * time.Second, LockTimeout: 5 * time.Second}
}

// A migration that fails at the start has changed nothing.
func TestFailed(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	files := set("1_a", "2_b")
	right := files["2_b.up.sql"].Data
	files["2_b.up.sql"].Data = []byte("CREATE TABLE t1_a (n INTEGER);\n")
	if _, err := run(t, cfg, files, (*runner).up); err == nil || !strings.Contains(err.Error(), "2_b.up.sql failed and changed nothing") {
		t.Errorf("failed: %v", err)
	}
	files["2_b.up.sql"].Data = right
	if out, err := run(t, cfg, files, (*runner).up); err != nil || out != "up 2_b\nthe schema is up to date\n" {
		t.Errorf("corrected: %q, %v", out, err)
	}
}

// One that fails later stands in the way until somebody has repaired the schema
// and says how.
func TestHalfWay(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	files := set("1_a", "2_b", "3_c")
	right := files["2_b.up.sql"].Data
	for _, tt := range []struct{ mark, repair, want string }{
		{"pending", "DROP TABLE t2_b", "up 2_b\nup 3_c\n"},
		{"applied", "CREATE TABLE missing (n INTEGER)", "up 3_c\n"},
	} {
		files["2_b.up.sql"].Data = slices.Concat(right, []byte("INSERT INTO missing VALUES (1);\n"))
		for range 2 {
			_, err := run(t, cfg, files, (*runner).up)
			if err == nil || !strings.Contains(err.Error(), "2_b stopped half-way, in up.sql, statement 2 of 2") {
				t.Errorf("failed: %v", err)
			}
		}
		files["2_b.up.sql"].Data = right
		query(t, cfg, tt.repair, countTables)
		mark, err := command([]string{"mark", "2", tt.mark})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := run(t, cfg, files, mark); err != nil {
			t.Fatal(err)
		}
		if out, err := run(t, cfg, files, (*runner).up); err != nil || out != tt.want+"the schema is up to date\n" {
			t.Errorf("marked as %s: %q, %v", tt.mark, out, err)
		}
		for range 2 { // for the next round
			if _, err := run(t, cfg, files, (*runner).down); err != nil {
				t.Fatal(err)
			}
		}
	}
}
