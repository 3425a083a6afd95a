package cache

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
	"github.com/redis/go-redis/v9"
)

// heartbeat is how long the subscription may be silent until it is asked for a sign
// of life, and how long it may then take.
const heartbeat = time.Second

// tieredBackend is a backend in Redis with copies of its entries in the memory of the
// process. It serves a copy until it hears that a generation of the entry has been
// raised, and no longer than a short time.
//
// Each generation has a count, which goes up when it is raised. A copy has the sum
// of its counts as they were before the entry was read from Redis, and is valid
// while the sum is the same. So a copy of an entry that was raised on its way here
// is never served.
type tieredBackend struct {
	*redisBackend
	copies *otter.Cache[string, entryCopy]
	counts *generationCounts
	// listening is the number of the subscription, and 0 if there is none.
	listening atomic.Uint64
}

// entryCopy is a copy of an entry, with the generations that were current then.
type entryCopy struct {
	entry   []byte
	current []string
	state   copyState
}

// copyState is what the validity of a copy depends on.
type copyState struct{ listening, raised uint64 }

// newTieredBackend returns a backend whose copies take up to size bytes, each for as long
// as ttl at most.
func newTieredBackend(r *redisBackend, size uint64, ttl time.Duration) (*tieredBackend, error) {
	copies, err := otter.New(&otter.Options[string, entryCopy]{
		MaximumWeight: size,
		Weigher: func(key string, c entryCopy) uint32 {
			return uint32(min(len(key)+len(c.entry)+2*entryOverhead, math.MaxUint32))
		},
		ExpiryCalculator: otter.ExpiryWriting[string, entryCopy](ttl),
		Logger:           &otter.NoopLogger{},
	})
	if err != nil {
		return nil, fmt.Errorf("make cache: %w", err)
	}
	return &tieredBackend{redisBackend: r, copies: copies, counts: newGenerationCounts()}, nil
}

// state returns what a copy with some generations depends on.
func (t *tieredBackend) state(generations []string) copyState {
	s := copyState{t.listening.Load(), t.counts.of(everything).Load()}
	for _, name := range generations {
		s.raised += t.counts.of(name).Load()
	}
	return s
}

// Get implements backend.
func (t *tieredBackend) Get(ctx context.Context, key string, generations []string) (entry []byte, current []string, err error) {
	now := t.state(generations)
	if now.listening > 0 {
		if c, ok := t.copies.GetIfPresent(key); ok && c.state == now {
			return c.entry, c.current, nil
		}
	}
	entry, current, err = t.redisBackend.Get(ctx, key, generations)
	if now.listening > 0 && err == nil && entry != nil {
		t.copies.Set(key, entryCopy{entry, current, now})
	}
	return entry, current, err
}

// Set implements backend. The next Get copies the entry.
func (t *tieredBackend) Set(ctx context.Context, key string, entry []byte, ttl time.Duration) error {
	err := t.redisBackend.Set(ctx, key, entry, ttl)
	t.copies.Invalidate(key)
	return err
}

// Raise implements backend.
func (t *tieredBackend) Raise(ctx context.Context, generations ...string) error {
	defer t.forget(generations) // not only when the message arrives
	return t.redisBackend.Raise(ctx, generations...)
}

// forget makes copies invalid.
func (t *tieredBackend) forget(generations []string) {
	for _, name := range generations {
		t.counts.of(name).Add(1)
	}
}

// listen hears of generations that other instances raise, until ctx ends.
func (t *tieredBackend) listen(ctx context.Context) {
	for number := uint64(1); ctx.Err() == nil; number++ {
		t.subscribe(ctx, number)
		t.listening.Store(0)
		t.copies.InvalidateAll()
		select {
		case <-time.After(heartbeat):
		case <-ctx.Done():
		}
	}
}

// subscribe hears of generations until the subscription breaks. Redis drops
// messages for those who are away, and does not say so.
func (t *tieredBackend) subscribe(ctx context.Context, number uint64) {
	sub := t.client.Subscribe(ctx, t.channel())
	end := context.AfterFunc(ctx, func() { _ = sub.Close() })
	defer func() {
		if end() {
			_ = sub.Close()
		}
	}()
	for asked := false; ; {
		message, err := sub.ReceiveTimeout(ctx, heartbeat)
		if err != nil && (asked || !timedOut(err)) {
			return
		}
		asked = err != nil
		if asked && sub.Ping(ctx) != nil {
			return
		}
		switch message := message.(type) {
		case *redis.Subscription:
			t.listening.Store(number)
		case *redis.Message:
			t.forget(strings.Split(message.Payload, "\n"))
		}
	}
}

func timedOut(err error) bool {
	failure, ok := errors.AsType[net.Error](err)
	return ok && failure.Timeout()
}

// Close implements backend.
func (t *tieredBackend) Close() error {
	t.copies.StopAllGoroutines()
	return t.redisBackend.Close()
}
