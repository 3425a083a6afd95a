package idempotency_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/acme/everything/internal/idempotency"
)

// has reports whether an entry exists, and creates it if not.
func has(t *testing.T, m *idempotency.Memory, id byte) bool {
	t.Helper()
	entry, err := m.Claim(t.Context(), idempotency.ID{id}, idempotency.Fingerprint{})
	if err != nil {
		t.Fatal(err)
	}
	return entry != nil
}

func TestMemoryForgetsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := idempotency.NewMemory(idempotency.Config{TTL: time.Minute, Memory: 1 << 20})
		has(t, m, 1)
		time.Sleep(time.Hour) // an entry of a request in progress never expires
		if !has(t, m, 1) {
			t.Error("a claim is gone")
		}
		m.Keep(t.Context(), idempotency.ID{1}, idempotency.Answer{})
		time.Sleep(time.Minute - 1)
		if !has(t, m, 1) {
			t.Error("gone before its time")
		}
		time.Sleep(time.Nanosecond)
		if has(t, m, 1) {
			t.Error("not gone in time")
		}
	})
}

func TestMemoryIsBounded(t *testing.T) {
	m := idempotency.NewMemory(idempotency.Config{TTL: time.Hour, Memory: 5000})
	answer := idempotency.Answer{Header: map[string]string{"Location": "/"}, Body: make([]byte, 1500)}
	has(t, m, 0) // is still in progress
	for id := range byte(4) {
		has(t, m, id+1)
		m.Keep(t.Context(), idempotency.ID{id + 1}, answer)
	}
	for id, want := range []bool{true, false, false, true, true} {
		if got := has(t, m, byte(id)); got != want {
			t.Errorf("%d: %t", id, got)
		}
	}
}

func TestOneOfManyClaimsWins(t *testing.T) {
	m := idempotency.NewMemory(idempotency.Config{TTL: time.Hour, Memory: 1 << 20})
	var won atomic.Int64
	var clients sync.WaitGroup
	for range 50 {
		clients.Go(func() {
			if !has(t, m, 1) {
				won.Add(1)
			}
		})
	}
	clients.Wait()
	if won.Load() != 1 {
		t.Errorf("%d requests got the key", won.Load())
	}
}
