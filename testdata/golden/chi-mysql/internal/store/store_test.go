package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/acme/payments/internal/dbtest"
	"github.com/acme/payments/internal/secret"
	"github.com/acme/payments/internal/store"
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
		var mode, zone, charset, rowTimeout, tableTimeout string
		const settings = `SELECT @@sql_mode, @@time_zone, @@character_set_connection, @@innodb_lock_wait_timeout, @@lock_wait_timeout`
		if err := conn.QueryRowContext(t.Context(), settings).Scan(&mode, &zone, &charset, &rowTimeout, &tableTimeout); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(mode, "STRICT_TRANS_TABLES") || zone != "+00:00" || charset != "utf8mb4" {
			t.Errorf("sql_mode = %s, time_zone = %s, character set %s", mode, zone, charset)
		}
		if rowTimeout != "5" || tableTimeout != "5" {
			t.Errorf("wait for a row %s s, for a table %s s", rowTimeout, tableTimeout)
		}
	}
}

func TestOpenKeepsEveryMoment(t *testing.T) {
	db, err := store.Open(t.Context(), testConfig(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.Writes.ExecContext(t.Context(), `CREATE TABLE t (at datetime(6) NOT NULL)`); err != nil {
		t.Fatal(err)
	}
	for _, want := range []time.Time{
		{}, time.Date(2024, time.May, 17, 8, 30, 0, 123456000, time.UTC), time.Date(9999, time.December, 31, 23, 59, 59, 999999000, time.UTC),
	} {
		if _, err := db.Writes.ExecContext(t.Context(), `INSERT INTO t VALUES (?)`, want); err != nil {
			t.Fatal(err)
		}
		var got time.Time
		if err := db.Reads.QueryRowContext(t.Context(), `SELECT at FROM t WHERE at = ?`, want).Scan(&got); err != nil || got != want {
			t.Errorf("%v, %v, want %v", got, err, want)
		}
	}
}

func TestOpenReportsWhatIsWrong(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	for _, dsn := range []string{"user:secret@tcp(127.0.0.1:1)/test", "user:secret/test"} {
		_, err := store.Open(ctx, withDSN(dsn))
		if err == nil || !strings.HasPrefix(err.Error(), "open database: ") || strings.Contains(err.Error(), "secret") {
			t.Errorf("got %v", err)
		}
	}
}

func TestOpenGivesUpInTime(t *testing.T) {
	silent, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	cfg := withDSN("user:secret@tcp(" + silent.Addr().String() + ")/test")
	cfg.ConnectTimeout = 100 * time.Millisecond
	begin := time.Now()
	if _, err := store.Open(t.Context(), cfg); err == nil || time.Since(begin) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(begin))
	}
}

func TestConfigValidate(t *testing.T) {
	if err := withDSN("user:secret@tcp(localhost)/test").Validate(); err != nil {
		t.Errorf("good: %v", err)
	}
	err := store.Config{}.Validate()
	for _, name := range []string{"DSN", "MAX_CONNS", "CONN_MAX_LIFETIME", "CONN_MAX_IDLE_TIME", "CONNECT_TIMEOUT", "LOCK_TIMEOUT"} {
		if err == nil || !strings.Contains(err.Error(), "MYSQL_"+name+": ") {
			t.Errorf("zeros: %v, want MYSQL_%s too", err, name)
		}
	}
	for _, dsn := range []string{"user:secret/test", "user:secret@tcp(localhost)/", "mysql://user:secret@localhost/test"} {
		if err := withDSN(dsn).Validate(); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", dsn, err)
		}
	}
}

func TestConfigHidesThePassword(t *testing.T) {
	cfg := withDSN("user:secret@tcp(localhost)/test")
	asJSON, err := json.Marshal(cfg.DSN)
	if err != nil {
		t.Fatal(err)
	}
	if shown := fmt.Sprintf("%v %+v %s", cfg, cfg, asJSON); strings.Contains(shown, "secret") {
		t.Error(shown)
	}
}
