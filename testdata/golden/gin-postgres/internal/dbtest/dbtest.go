// Package dbtest gives tests a database of their own on a real server.
package dbtest

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// env names the variable with the DSN of a server for tests. Its user may
// create schemas; what is in the database already stays as it is.
const env = "TEST_POSTGRES_DSN"

// DSN leads to a new, empty schema that is dropped after the test. Without a
// server the test is skipped.
func DSN(tb testing.TB) string {
	tb.Helper()
	server := os.Getenv(env)
	if server == "" {
		tb.Skipf("needs PostgreSQL: set %s, such as postgres://user:password@127.0.0.1:5432/test", env)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	exec(tb, server, "CREATE SCHEMA "+schema)
	// The extension of a database is in one schema, for all others. Tests of other
	// packages may create it at the same time.
	exec(tb, server, "SELECT pg_advisory_xact_lock(1); CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public")
	tb.Cleanup(func() { exec(tb, server, "DROP SCHEMA "+schema+" CASCADE") })
	if !strings.Contains(server, "://") {
		return server + " search_path=" + schema + ",public"
	}
	separator := "?"
	if strings.Contains(server, "?") {
		separator = "&"
	}
	return server + separator + "search_path=" + schema + ",public"
}

func exec(tb testing.TB, dsn, statement string) {
	tb.Helper()
	// Not the context of the test, which has ended when it is cleaned up.
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, statement); err != nil {
		tb.Fatal(err)
	}
}
