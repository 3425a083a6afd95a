// Package brokertest gives tests a part of a RabbitMQ server to themselves.
package brokertest

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/rabbitmq/amqp091-go"

	"github.com/acme/notes/internal/broker"
	"github.com/acme/notes/internal/secret"
)

// env names the variable with the URL of a server for tests. Without it they are
// skipped.
const env = "TEST_AMQP_URL"

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

// Config has a prefix of its own, whose exchange and queues are deleted after the
// test.
func Config(tb testing.TB) broker.Config {
	tb.Helper()
	url := os.Getenv(env)
	if url == "" {
		tb.Skip(env + " is not set")
	}
	cfg := broker.Config{URL: secret.Text(url), Prefix: "test-" + rand.Text(), Timeout: timeout}
	tb.Cleanup(func() { deleteQueues(tb, cfg) })
	return cfg
}

// Down leads to a server that cannot be reached.
func Down(tb testing.TB) broker.Config {
	tb.Helper()
	return broker.Config{URL: "amqp://127.0.0.1:1", Prefix: "test", Timeout: timeout}
}

func deleteQueues(tb testing.TB, cfg broker.Config) {
	tb.Helper()
	conn, err := amqp091.Dial(string(cfg.URL))
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	channel, err := conn.Channel()
	if err != nil {
		tb.Fatal(err)
	}
	for part := range broker.Partitions {
		if _, err := channel.QueueDelete(fmt.Sprintf("%s.events.%s.%d", cfg.Prefix, Group, part), false, false, false); err != nil {
			tb.Fatal(err)
		}
	}
	if err := channel.ExchangeDelete(cfg.Prefix+".events", false, false); err != nil {
		tb.Fatal(err)
	}
}
