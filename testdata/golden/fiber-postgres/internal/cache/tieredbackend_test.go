package cache

import (
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2/server"

	"github.com/acme/rooms/internal/redisdb"
	"github.com/acme/rooms/internal/redisdb/redistest"
)

// newTestTiered returns an instance that hears of what others raise.
func newTestTiered(t *testing.T, cfg redisdb.Config) *tieredBackend {
	t.Helper()
	b, err := newTieredBackend(newTestRedis(t, cfg), 1<<20, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	b.start(t.Context(), b.listen)
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	waitFor(t, func() bool { return b.listening.Load() > 0 })
	return b
}

// TestTiered has copies in one instance, and each raise what they depend on.
func TestTiered(t *testing.T) {
	_, cfg := redistest.Start(t)
	one, two := newTestTiered(t, cfg), newTestTiered(t, cfg)
	aside := one.redisBackend // changes Redis, and tells nobody
	for _, name := range append(testGenerations(), everything) {
		for _, writer := range []*tieredBackend{one, two} {
			waitFor(t, func() bool { // there is a copy, once no message of the last round is on its way
				keep(t, one, "old")
				read(t, one)
				keep(t, aside, "new")
				entry, _ := read(t, one)
				return entry == "old"
			})
			if err := writer.Raise(t.Context(), "author:1", name); err != nil {
				t.Fatal(err)
			}
			waitFor(t, func() bool {
				entry, _ := read(t, one)
				return entry == "new"
			})
		}
	}
}

// TestTieredOverlap raises a generation while an entry is on its way from Redis.
func TestTieredOverlap(t *testing.T) {
	fake, cfg := redistest.Start(t)
	one := newTestTiered(t, cfg)
	keep(t, one, "old")
	read(t, one.redisBackend) // there are generations now
	fake.Server().SetPreHook(func(_ *server.Peer, command string, _ ...string) bool {
		if command == "MGET" {
			one.forget(testGenerations()[:1]) // as when a message arrives
		}
		return false
	})
	read(t, one)
	keep(t, one.redisBackend, "new")
	if entry, _ := read(t, one); entry != "new" {
		t.Errorf("the copy %q is served", entry)
	}
}

// TestTieredOwnWrite copies an entry at the last moment before its generation is
// raised, by an instance that does not hear of it.
func TestTieredOwnWrite(t *testing.T) {
	fake, cfg := redistest.Start(t)
	one := newTestTiered(t, cfg)
	keep(t, one, "old")
	fake.Server().SetPreHook(func(peer *server.Peer, command string, _ ...string) bool {
		switch command {
		case "DEL":
			read(t, one)
		case "PUBLISH":
			peer.WriteInt(0)
			return true
		}
		return false
	})
	if err := one.Raise(t.Context(), testGenerations()[0]); err != nil {
		t.Fatal(err)
	}
	keep(t, one.redisBackend, "new")
	if entry, _ := read(t, one); entry != "new" {
		t.Errorf("the copy %q is served", entry)
	}
}

// TestTieredAlone loses the subscription, without which there are no copies.
func TestTieredAlone(t *testing.T) {
	fake, cfg := redistest.Start(t)
	one := newTestTiered(t, cfg)
	keep(t, one, "old")
	read(t, one)
	fake.Close()
	waitFor(t, func() bool { return one.listening.Load() == 0 })
	if _, _, err := one.Get(t.Context(), testKey, testGenerations()); err == nil {
		t.Error("the copy is served")
	}
	if err := fake.Restart(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return one.listening.Load() > 0 })
	keep(t, one.redisBackend, "new")
	if entry, _ := read(t, one); entry != "new" {
		t.Errorf("the copy %q is served", entry)
	}
}
