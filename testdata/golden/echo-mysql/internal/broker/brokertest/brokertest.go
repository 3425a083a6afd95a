// Package brokertest gives tests a part of a Kafka cluster to themselves.
package brokertest

import (
	"context"
	"crypto/rand"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/acme/tracks/internal/broker"
)

// env names the variable with the addresses of brokers for tests, separated by
// commas. Without it they run against kfake, which is a fake of Kafka in Go.
const env = "TEST_KAFKA_BROKERS"

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

// Config has a prefix of its own, whose topic is deleted after the test.
func Config(tb testing.TB) broker.Config {
	tb.Helper()
	addresses := os.Getenv(env)
	if addresses == "" {
		cluster, err := kfake.NewCluster(kfake.NumBrokers(1))
		if err != nil {
			tb.Fatal(err)
		}
		tb.Cleanup(cluster.Close)
		return config(cluster.ListenAddrs()...)
	}
	cfg := config(strings.Split(addresses, ",")...)
	tb.Cleanup(func() { deleteTopic(tb, cfg) })
	return cfg
}

// Down leads to a cluster that cannot be reached.
func Down(tb testing.TB) broker.Config {
	tb.Helper()
	return config("127.0.0.1:1")
}

func config(brokers ...string) broker.Config {
	return broker.Config{Brokers: brokers, Prefix: "test-" + rand.Text(), Replicas: 1, Keep: time.Hour, Timeout: timeout}
}

func deleteTopic(tb testing.TB, cfg broker.Config) {
	tb.Helper()
	client, err := kgo.NewClient(kgo.SeedBrokers(cfg.Brokers...))
	if err != nil {
		tb.Fatal(err)
	}
	defer client.Close()
	// That of the test has ended when it is cleaned up.
	if _, err := kadm.NewClient(client).DeleteTopics(context.Background(), cfg.Prefix+".events"); err != nil {
		tb.Fatal(err)
	}
}
