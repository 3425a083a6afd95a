package redisdb_test

import (
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/acme/rooms/internal/redisdb"
	"github.com/acme/rooms/internal/redisdb/redistest"
)

func TestClient(t *testing.T) {
	client := redistest.New(t)
	key := client.Prefix + "key"
	if err := client.Get(t.Context(), key).Err(); !errors.Is(err, redis.Nil) {
		t.Errorf("Get: %v", err)
	}
	if err := client.Set(t.Context(), key, "value", time.Minute).Err(); err != nil {
		t.Fatal(err)
	}
	// A script that the server does not know yet is sent to it.
	script := redis.NewScript("return redis.call('GET', KEYS[1]) .. ARGV[1]")
	if got, err := script.Run(t.Context(), client, []string{key}, "s").Text(); got != "values" || err != nil {
		t.Errorf("script: %q, %v", got, err)
	}
	if err := client.Check(t.Context()); err != nil {
		t.Errorf("Check: %v", err)
	}
}

// TestOutage stops the server and starts it again. The connections that are made
// then need commands of their own, which the breaker must not refuse.
func TestOutage(t *testing.T) {
	server, cfg := redistest.Start(t)
	cfg.DB = 1
	client := redistest.Open(t, cfg)
	for range 2 {
		if err := client.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		server.Close()
		var err error
		for range 10 {
			err = client.Get(t.Context(), "key").Err()
		}
		if !errors.Is(err, redisdb.ErrDown) {
			t.Errorf("Get: %v", err)
		}
		commands, err := client.Pipelined(t.Context(), func(p redis.Pipeliner) error {
			return p.Get(t.Context(), "key").Err()
		})
		if !errors.Is(err, redisdb.ErrDown) || !errors.Is(commands[0].Err(), redisdb.ErrDown) {
			t.Errorf("Pipelined: %v", err)
		}
		if err := client.Check(t.Context()); !errors.Is(err, redisdb.ErrDown) || !strings.Contains(err.Error(), "redis is down: ") {
			t.Errorf("Check: %v", err)
		}
		if err := server.Restart(); err != nil {
			t.Fatal(err)
		}
		for client.Check(t.Context()) != nil {
			time.Sleep(10 * time.Millisecond) // until the breaker lets a command try
		}
	}
}

// TestBlackHole has a server that accepts connections and never answers.
func TestBlackHole(t *testing.T) {
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	client := redistest.Open(t, redisdb.Config{Addr: listener.Addr().String(), Timeout: 10 * time.Millisecond, MaxConns: 1})
	if err := client.Get(t.Context(), "key").Err(); err == nil || errors.Is(err, redisdb.ErrDown) {
		t.Errorf("first Get: %v", err)
	}
	if err := client.Get(t.Context(), "key").Err(); !errors.Is(err, redisdb.ErrDown) {
		t.Errorf("second Get: %v", err)
	}
}

func TestConfig(t *testing.T) {
	valid := redisdb.Config{Addr: "127.0.0.1:6379", Prefix: "app:", Timeout: time.Second, MaxConns: 1}
	if err := valid.Validate(); err != nil {
		t.Error(err)
	}
	err := redisdb.Config{Addr: "127.0.0.1", Prefix: "*", DB: -1}.Validate()
	for _, name := range []string{"REDIS_ADDR", "REDIS_DB", "REDIS_PREFIX", "REDIS_TIMEOUT", "REDIS_MAX_CONNS"} {
		if err == nil || !strings.Contains(err.Error(), name+": ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
