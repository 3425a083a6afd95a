// Package redistest gives tests a Redis of their own.
package redistest

import (
	"context"
	"crypto/rand"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"github.com/acme/shop/internal/redisdb"
)

// env names the variable with the address of a server for tests. Without it they
// run against miniredis, which is Redis written in Go for tests.
const env = "TEST_REDIS_ADDR"

// timeout is long, because a machine that runs tests is busy.
const timeout = 10 * time.Second

// New returns a client of the server of Config.
func New(tb testing.TB) *redisdb.Client {
	tb.Helper()
	return Open(tb, Config(tb))
}

// Open returns a client that is closed after the test.
func Open(tb testing.TB, cfg redisdb.Config) *redisdb.Client {
	tb.Helper()
	client := redisdb.Open(cfg, slog.New(slog.DiscardHandler))
	tb.Cleanup(func() { _ = client.Close() })
	return client
}

// Config leads to a server and has a prefix of its own, whose keys are deleted
// after the test.
func Config(tb testing.TB) redisdb.Config {
	tb.Helper()
	address := os.Getenv(env)
	if address == "" {
		_, cfg := Start(tb)
		return cfg
	}
	cfg := config(address)
	tb.Cleanup(func() { deleteKeys(tb, cfg) })
	return cfg
}

// Start starts a miniredis that the test can stop and start again, and whose keys
// expire as time goes by.
func Start(tb testing.TB) (*miniredis.Miniredis, redisdb.Config) {
	tb.Helper()
	server := miniredis.RunT(tb)
	server.ClockTTL(true)
	return server, config(server.Addr())
}

func config(address string) redisdb.Config {
	return redisdb.Config{Addr: address, Prefix: "test-" + rand.Text() + ":", Timeout: timeout, MaxConns: 20}
}

func deleteKeys(tb testing.TB, cfg redisdb.Config) {
	tb.Helper()
	ctx := context.Background() // that of the test has ended when it is cleaned up
	client := redisdb.Open(cfg, slog.New(slog.DiscardHandler))
	defer func() { _ = client.Close() }()
	keys := client.Scan(ctx, 0, cfg.Prefix+"*", 1000).Iterator()
	for keys.Next(ctx) {
		if err := client.Unlink(ctx, keys.Val()).Err(); err != nil {
			tb.Fatal(err)
		}
	}
	if err := keys.Err(); err != nil {
		tb.Fatal(err)
	}
}
