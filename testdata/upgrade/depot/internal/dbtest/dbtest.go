// Package dbtest gives tests a database of their own on a real server.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

// env names the variable with the DSN of a server for tests. Its user may
// create databases whose names begin with test_; what others hold stays as it is.
const env = "TEST_MYSQL_DSN"

// DSN leads to a new, empty database that is dropped after the test. Without a
// server the test is skipped.
func DSN(tb testing.TB) string {
	tb.Helper()
	server := os.Getenv(env)
	if server == "" {
		tb.Skipf("needs MySQL: set %s, such as root:password@tcp(127.0.0.1:3306)/", env)
	}
	cfg, err := mysql.ParseDSN(server)
	if err != nil {
		tb.Fatalf("%s: %v", env, err)
	}
	name := "test_" + strings.ToLower(rand.Text())
	exec(tb, server, "CREATE DATABASE "+name)
	tb.Cleanup(func() { exec(tb, server, "DROP DATABASE "+name) })
	cfg.DBName = name
	return cfg.FormatDSN()
}

func exec(tb testing.TB, dsn, statement string) {
	tb.Helper()
	// Not the context of the test, which has ended when it is cleaned up.
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	db, err := sql.Open("mysql", dsn)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(ctx, statement); err != nil {
		tb.Fatal(err)
	}
}
