package store_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/acme/everything/internal/store"
)

func testConfig(tb testing.TB) store.Config {
	tb.Helper()
	return store.Config{DSN: "file:" + filepath.Join(tb.TempDir(), "test.db"), MaxConns: 5, BusyTimeout: 5 * time.Second}
}

func TestOpenSetsEveryConnectionUp(t *testing.T) {
	cfg := testConfig(t)
	cfg.DSN += "?mode=rwc"
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for _, conn := range connections(t, db, cfg) {
		for pragma, want := range map[string]string{"journal_mode": "wal", "foreign_keys": "1", "busy_timeout": "5000"} {
			var got string
			if err := conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s = %s, %v; want %s", pragma, got, err, want)
			}
		}
	}
}

// A new database is not in WAL mode, in which readers and a writer do not wait
// for each other.
func TestOpenWaits(t *testing.T) {
	cfg := testConfig(t)
	other, err := sql.Open("sqlite", cfg.DSN)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(t.Context(), "CREATE TABLE t (n INTEGER)"); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(50*time.Millisecond, func() { _ = tx.Commit() })
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	_ = db.Close()
}

func TestOpenReportsWhatIsWrong(t *testing.T) {
	cfg := testConfig(t)
	cfg.DSN = "file:" + filepath.Join(t.TempDir(), "no", "such", "folder", "test.db")
	if _, err := store.Open(t.Context(), cfg); err == nil || !strings.HasPrefix(err.Error(), "open database: ") {
		t.Errorf("got %v", err)
	}
}

func TestConfigValidate(t *testing.T) {
	if err := testConfig(t).Validate(); err != nil {
		t.Errorf("good: %v", err)
	}
	for _, dsn := range []string{"", "test.db", "file:", "file:?mode=rwc", "file::memory:", "file:x?mode=memory"} {
		cfg := testConfig(t)
		cfg.DSN = dsn
		if err := cfg.Validate(); err == nil {
			t.Errorf("%q: no error", dsn)
		}
	}
	if err := (store.Config{DSN: "file:test.db"}).Validate(); err == nil || !strings.Contains(err.Error(), "SQLITE_MAX_CONNS") || !strings.Contains(err.Error(), "SQLITE_BUSY_TIMEOUT") {
		t.Errorf("zeros: %v", err)
	}
}
