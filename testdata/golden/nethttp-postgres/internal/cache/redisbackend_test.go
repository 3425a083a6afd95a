package cache

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/alicebob/miniredis/v2/server"

	"github.com/acme/shop/internal/redisdb"
	"github.com/acme/shop/internal/redisdb/redistest"
)

// testKey is the key of the entry of the tests.
const testKey = "key"

// testGenerations returns the generations of that entry.
func testGenerations() []string { return []string{"book:1", "book:*"} }

// newTestRedis returns an instance, which does nothing in the background.
func newTestRedis(t *testing.T, cfg redisdb.Config) *redisBackend {
	t.Helper()
	return newRedisBackend(redistest.Open(t, cfg), time.Second)
}

// read returns what a backend has, and fails the test if it fails.
func read(t *testing.T, b backend) (entry string, current []string) {
	t.Helper()
	data, current, err := b.Get(t.Context(), testKey, testGenerations())
	if err != nil {
		t.Fatal(err)
	}
	return string(data), current
}

// keep stores an entry as one who has read it from the database.
func keep(t *testing.T, b backend, entry string) {
	t.Helper()
	if err := b.Set(t.Context(), testKey, []byte(entry), time.Hour); err != nil {
		t.Fatal(err)
	}
}

// TestRedisBackend has two instances of a service, one of which raises generations.
func TestRedisBackend(t *testing.T) {
	cfg := redistest.Config(t)
	one, two := newTestRedis(t, cfg), newTestRedis(t, cfg)
	if entry, _ := read(t, one); entry != "" {
		t.Errorf("an empty cache has %q", entry)
	}
	keep(t, one, "value")
	_, before := read(t, one)
	if entry, current := read(t, two); entry != "value" || !slices.Equal(current, before) {
		t.Errorf("the other one reads %q under %q, not %q", entry, current, before)
	}
	for _, name := range []string{"book:1", "book:*", everything} {
		if err := two.Raise(t.Context(), name); err != nil {
			t.Fatal(err)
		}
		_, current := read(t, one)
		if slices.Equal(current, before) {
			t.Errorf("after %s has been raised, the generations are still %q", name, current)
		}
		before = current
	}
}

// TestEviction has Redis forget the generations, but not an entry.
func TestEviction(t *testing.T) {
	fake, cfg := redistest.Start(t)
	b := newTestRedis(t, cfg)
	keep(t, b, "value")
	_, before := read(t, b)
	for _, key := range fake.Keys() {
		if strings.Contains(key, "generation:") {
			fake.Del(key)
		}
	}
	if entry, current := read(t, b); entry != "value" || slices.Equal(current, before) {
		t.Errorf("%q is still valid under %q", entry, current)
	}
}

// start makes miniredis tell its identity, as Redis does.
func start(t *testing.T, fake *miniredis.Miniredis, identity string) {
	t.Helper()
	fake.Server().SetPreHook(func(peer *server.Peer, command string, _ ...string) bool {
		if command == "INFO" {
			peer.WriteBulk("# Server\r\nrun_id:" + identity + "\r\nuptime_in_days:0\r\n")
		}
		return command == "INFO"
	})
}

// TestRestart restarts Redis, which comes back with what it had, between two calls.
func TestRestart(t *testing.T) {
	fake, cfg := redistest.Start(t)
	start(t, fake, "one")
	b := newTestRedis(t, cfg)
	keep(t, b, "value")
	_, before := read(t, b)
	fake.Close()
	if err := fake.Restart(); err != nil {
		t.Fatal(err)
	}
	start(t, fake, "two")
	var current []string
	for current == nil { // the first calls may meet broken connections
		_, current, _ = b.Get(t.Context(), testKey, testGenerations())
	}
	if slices.Equal(current, before) {
		t.Errorf("what was read before is still valid under %q", current)
	}
}

// TestOutage has an instance write while Redis is away, and a second one that does
// not see the outage.
func TestOutage(t *testing.T) {
	fake, cfg := redistest.Start(t)
	cfg.Timeout = time.Second
	one, two := newTestRedis(t, cfg), newTestRedis(t, cfg)
	_, before := read(t, two)
	fake.Close()
	if err := one.Raise(t.Context(), "book:1"); err == nil {
		t.Fatal("Raise succeeds without Redis")
	}
	if _, _, err := one.Get(t.Context(), testKey, testGenerations()); err == nil {
		t.Fatal("Get succeeds without Redis")
	}
	if err := fake.Restart(); err != nil {
		t.Fatal(err)
	}
	// While something is owed, nothing is served.
	var current []string
	for current == nil {
		_, current, _ = one.Get(t.Context(), testKey, testGenerations())
	}
	if slices.Equal(current, before) || one.owed.any() {
		t.Errorf("what was read before is still valid under %q", current)
	}
	if _, other := read(t, two); !slices.Equal(current, other) {
		t.Errorf("the other one has %q, not %q", other, current)
	}
}

// TestOutageOfOthers has a long outage, in which other instances may have ended before
// they could raise what they owed: who saw it raises everything.
func TestOutageOfOthers(t *testing.T) {
	fake, cfg := redistest.Start(t)
	b := newTestRedis(t, cfg)
	_, before := read(t, b)
	for _, long := range []bool{false, true} {
		fake.SetError("LOADING as after a start")
		if _, _, err := b.Get(t.Context(), testKey, testGenerations()); err == nil {
			t.Fatal("Get succeeds without Redis")
		}
		fake.SetError("")
		if long {
			b.failed.Add(-int64(longOutage))
		}
		var current []string
		for current == nil { // the breaker may be open
			_, current, _ = b.Get(t.Context(), testKey, testGenerations())
		}
		if slices.Equal(current, before) == long {
			t.Errorf("after an outage (long: %t) the generations are %q, and were %q", long, current, before)
		}
	}
}

// TestOwed has more generations owed than are remembered.
func TestOwed(t *testing.T) {
	var o owedGenerations
	o.add("a", "b")
	names, n := o.list()
	o.add("b")
	o.settled(n)
	if rest, _ := o.list(); len(names) != 2 || !slices.Equal(rest, []string{"b"}) || !o.any() {
		t.Errorf("%q were owed, then %q", names, rest)
	}
	for i := range maxOwed {
		o.add(strconv.Itoa(i))
	}
	names, n = o.list()
	o.settled(n)
	if len(names) > maxOwed || !slices.Contains(names, everything) || o.any() {
		t.Errorf("%d are owed, among them everything: %t", len(names), slices.Contains(names, everything))
	}
}

// TestAlone has instances that all want to fill the same entry.
func TestAlone(t *testing.T) {
	cfg := redistest.Config(t)
	var filling, fills atomic.Int64
	var all sync.WaitGroup
	for range 5 {
		b := newTestRedis(t, cfg)
		kept := func() bool {
			entry, _, _ := b.Get(t.Context(), testKey, testGenerations())
			return entry != nil
		}
		all.Go(func() {
			b.Alone(t.Context(), testKey, kept, func() {
				if filling.Add(1) > 1 {
					t.Error("two fill at the same time")
				}
				fills.Add(1)
				keep(t, b, "filled")
				filling.Add(-1)
			})
			if !kept() {
				t.Error("the entry is not there")
			}
		})
	}
	all.Wait()
	if n := fills.Load(); n != 1 {
		t.Errorf("%d fills", n)
	}
}

// TestAloneWaitsNotForLong has a process that died while it filled an entry, and a
// server that is down.
func TestAloneWaitsNotForLong(t *testing.T) {
	fake, cfg := redistest.Start(t)
	b := newTestRedis(t, cfg)
	b.wait = time.Millisecond
	fills := 0
	fill := func() {
		b.Alone(t.Context(), testKey, func() bool { return false }, func() { fills++ })
	}
	if err := fake.Set(cfg.Prefix+"filling:key", "another process"); err != nil {
		t.Fatal(err)
	}
	fill()
	if got, _ := fake.Get(cfg.Prefix + "filling:key"); fills != 1 || got != "another process" {
		t.Errorf("%d fills, then the claim is of %q", fills, got)
	}
	fake.Close()
	fill()
	if fills != 2 {
		t.Error("nobody fills without Redis")
	}
}

// TestSettleAgain has nobody read from Redis after it is back.
func TestSettleAgain(t *testing.T) {
	fake, cfg := redistest.Start(t)
	one, two := newTestRedis(t, cfg), newTestRedis(t, cfg)
	one.start(t.Context(), one.settleAgain)
	defer func() { _ = one.Close() }()
	_, before := read(t, two)
	fake.SetError("LOADING as after a start")
	if err := one.Raise(t.Context(), "book:1"); err == nil {
		t.Fatal("Raise succeeds without Redis")
	}
	fake.SetError("")
	waitFor(t, func() bool {
		_, current := read(t, two)
		return !slices.Equal(current, before)
	})
}

// waitFor waits for what happens in other goroutines.
func waitFor(t *testing.T, what func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !what(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not happen")
		}
	}
}
