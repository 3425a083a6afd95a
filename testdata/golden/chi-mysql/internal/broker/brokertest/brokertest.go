// Package brokertest gives tests a part of a NATS server to themselves.
package brokertest

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/acme/payments/internal/broker"
)

// env names the variable with the URL of a server for tests. Without it they are
// skipped.
const env = "TEST_NATS_URL"

// timeout is long, because a machine that runs tests is busy.
const timeout = 30 * time.Second

// Group is the group of consumers in tests.
const Group = "tests"

// New returns a Broker for Config.
func New(tb testing.TB) *broker.Broker {
	tb.Helper()
	return Open(tb, Config(tb))
}

// Open returns a Broker that is closed after the test.
func Open(tb testing.TB, cfg broker.Config) *broker.Broker {
	tb.Helper()
	b, err := broker.Open(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := b.Close(); err != nil {
			tb.Error(err)
		}
	})
	return b
}

// Config has a prefix of its own, whose stream is deleted after the test.
func Config(tb testing.TB) broker.Config {
	tb.Helper()
	url := os.Getenv(env)
	if url == "" {
		tb.Skip(env + " is not set")
	}
	cfg := broker.Config{URL: url, Prefix: "test-" + rand.Text(), Replicas: 1, Keep: time.Hour, Timeout: timeout}
	tb.Cleanup(func() { deleteStream(tb, cfg) })
	return cfg
}

func deleteStream(tb testing.TB, cfg broker.Config) {
	tb.Helper()
	ctx := context.Background() // that of the test has ended when it is cleaned up
	conn, err := nats.Connect(cfg.URL, nats.Timeout(timeout))
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close()
	js, err := jetstream.New(conn)
	if err != nil {
		tb.Fatal(err)
	}
	err = js.DeleteStream(ctx, cfg.Prefix+"-events")
	if err != nil && !errors.Is(err, jetstream.ErrStreamNotFound) {
		tb.Fatal(err)
	}
}

// Down leads to a server that cannot be reached.
func Down(tb testing.TB) broker.Config {
	tb.Helper()
	return broker.Config{URL: "nats://127.0.0.1:1", Prefix: "test", Replicas: 1, Keep: time.Hour, Timeout: timeout}
}
