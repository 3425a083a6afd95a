package ratelimit_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/acme/shelf/internal/ratelimit"
	"github.com/acme/shelf/internal/redisdb/redistest"
)

// place is where buckets are.
type place struct {
	newLimiter func(tb testing.TB, cfg ratelimit.Config) ratelimit.Limiter
	sleep      func(d time.Duration)
}

// everywhere runs a test with buckets in memory, and with buckets in Redis.
func everywhere(t *testing.T, test func(t *testing.T, in place)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { test(t, place{newLimiter, time.Sleep}) })
	})
	t.Run("redis", func(t *testing.T) {
		server, cfg := redistest.Start(t)
		client, now := redistest.Open(t, cfg), time.Now()
		server.SetTime(now)
		test(t, place{
			newLimiter: func(tb testing.TB, cfg ratelimit.Config) ratelimit.Limiter {
				tb.Helper()
				return newLimiter(tb, cfg).Shared(client, slog.New(slog.DiscardHandler))
			},
			sleep: func(d time.Duration) {
				now = now.Add(d)
				server.SetTime(now)
			},
		})
	})
}

// TestInstancesShareAQuota has two instances, whose clients ask both.
func TestInstancesShareAQuota(t *testing.T) {
	client := redistest.New(t)
	var instances [2]ratelimit.Limiter
	for i := range instances {
		instances[i] = newLimiter(t, ratelimit.Config{Default: quota(100, time.Hour)}).Shared(client, slog.New(slog.DiscardHandler))
	}
	var granted atomic.Int64
	var clients sync.WaitGroup
	for i := range 20 {
		clients.Go(func() {
			for j := range 10 {
				if allowed, _ := ask(instances[(i+j)%2], "192.0.2.1", http.MethodGet, "/"); allowed {
					granted.Add(1)
				}
			}
		})
	}
	clients.Wait()
	if granted.Load() != 100 {
		t.Errorf("%d requests were allowed", granted.Load())
	}
	if allowed, _ := ask(instances[0], "192.0.2.2", http.MethodGet, "/"); !allowed {
		t.Error("another client is refused")
	}
}

// TestBucketsAreForgotten checks that Redis has no bucket longer than it takes to
// refill.
func TestBucketsAreForgotten(t *testing.T) {
	client := redistest.New(t)
	l := newLimiter(t, ratelimit.Config{Default: quota(4, time.Hour)}).Shared(client, slog.New(slog.DiscardHandler))
	for _, want := range []time.Duration{15 * time.Minute, 30 * time.Minute} {
		ask(l, "192.0.2.1", http.MethodGet, "/")
		ttl, err := client.PTTL(t.Context(), client.Prefix+`ratelimit:"default":192.0.2.1`).Result()
		if err != nil || ttl <= want-15*time.Minute || ttl > want {
			t.Errorf("kept for %s, want %s: %v", ttl, want, err)
		}
	}
}

// TestOutage counts in memory while Redis fails, and says so once.
func TestOutage(t *testing.T) {
	server, cfg := redistest.Start(t)
	client, log := redistest.Open(t, cfg), &bytes.Buffer{}
	l := newLimiter(t, ratelimit.Config{Default: quota(1, time.Hour)}).Shared(client, slog.New(slog.NewTextHandler(log, nil)))
	for _, tc := range []struct {
		failure string
		allowed bool
	}{
		{"", true}, {"", false},
		{"LOADING", true}, {"LOADING", false}, {"LOADING", false},
		{"", false},
	} {
		server.SetError(tc.failure)
		if got, _ := ask(l, "192.0.2.1", http.MethodGet, "/"); got != tc.allowed {
			t.Errorf("with error %q: %t", tc.failure, got)
		}
	}
	if got := strings.Count(log.String(), "level=WARN"); got != 1 {
		t.Errorf("want one record:\n%s", log)
	}
}

func TestStore(t *testing.T) {
	for _, want := range []ratelimit.Store{ratelimit.Redis, ratelimit.Memory} {
		var got ratelimit.Store
		if err := got.UnmarshalText([]byte(want)); err != nil || got != want {
			t.Errorf("%s: %s %v", want, got, err)
		}
	}
	if err := new(ratelimit.Store).UnmarshalText([]byte("disk")); err == nil {
		t.Error("no error")
	}
}
