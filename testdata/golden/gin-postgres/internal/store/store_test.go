package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/acme/notes/internal/dbtest"
	"github.com/acme/notes/internal/secret"
	"github.com/acme/notes/internal/store"
)

func testConfig(tb testing.TB) store.Config {
	tb.Helper()
	return withDSN(dbtest.DSN(tb))
}

func withDSN(dsn string) store.Config {
	return store.Config{
		DSN: secret.Text(dsn), MaxConns: 6, ConnMaxLifetime: time.Minute, ConnMaxIdleTime: time.Minute, ConnectTimeout: 5 * time.Second,
		LockTimeout: 5 * time.Second,
	}
}

func TestOpenSetsEveryConnectionUp(t *testing.T) {
	cfg := testConfig(t)
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for _, conn := range connections(t, db, cfg) {
		var name, lockTimeout string
		const settings = `SELECT current_setting('application_name'), current_setting('lock_timeout')`
		if err := conn.QueryRowContext(t.Context(), settings).Scan(&name, &lockTimeout); err != nil {
			t.Fatal(err)
		}
		if name != "notes" || lockTimeout != "5s" {
			t.Errorf("application_name = %s, lock_timeout = %s", name, lockTimeout)
		}
	}
}

func TestOpenReadsInUTC(t *testing.T) {
	db, err := store.Open(t.Context(), testConfig(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var at time.Time
	const moment = `SELECT timestamptz '2024-05-17 08:30:00+02'`
	if err := db.Reads.QueryRowContext(t.Context(), moment).Scan(&at); err != nil || at.Location() != time.UTC {
		t.Errorf("%v, %v, want it in UTC", at, err)
	}
}

func TestOpenReportsWhatIsWrong(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	for _, dsn := range []string{"postgres://user:secret@127.0.0.1:1/test", "postgres://user:secret@127.0.0.1:port/test"} {
		_, err := store.Open(ctx, withDSN(dsn))
		if err == nil || !strings.HasPrefix(err.Error(), "open database: ") || strings.Contains(err.Error(), "secret") {
			t.Errorf("got %v", err)
		}
	}
}

func TestConfigValidate(t *testing.T) {
	if err := withDSN("postgres://user:secret@localhost/test").Validate(); err != nil {
		t.Errorf("good: %v", err)
	}
	err := store.Config{}.Validate()
	for _, name := range []string{"DSN", "MAX_CONNS", "CONN_MAX_LIFETIME", "CONN_MAX_IDLE_TIME", "CONNECT_TIMEOUT", "LOCK_TIMEOUT"} {
		if err == nil || !strings.Contains(err.Error(), "POSTGRES_"+name+": ") {
			t.Errorf("zeros: %v, want POSTGRES_%s too", err, name)
		}
	}
	err = withDSN("postgres://user:secret@localhost:port/test").Validate()
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("bad port: %v", err)
	}
}

func TestConfigHidesThePassword(t *testing.T) {
	cfg := withDSN("postgres://user:secret@localhost/test")
	asJSON, err := json.Marshal(cfg.DSN)
	if err != nil {
		t.Fatal(err)
	}
	if shown := fmt.Sprintf("%v %+v %s", cfg, cfg, asJSON); strings.Contains(shown, "secret") {
		t.Error(shown)
	}
}
