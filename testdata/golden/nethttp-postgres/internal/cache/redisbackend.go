package cache

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/singleflight"

	"github.com/acme/shop/internal/redisdb"
)

const (
	// everything is the generation of all entries.
	everything = "*"
	// generationTTL is how long a generation is kept. When it is gone, entries that
	// have it are read again.
	generationTTL = 24 * time.Hour
	// settleInterval is how often generations are raised again that could not be.
	settleInterval = time.Second
	// longOutage is how long Redis has to be away for instances to end meanwhile.
	longOutage = 5 * time.Second
)

// errWasAway is the error of a read whose result may be of another time.
var errWasAway = errors.New("redis was away")

// redisBackend is a backend in Redis, which all instances of the service share.
//
// A generation is a key with a random value. It is raised by deleting it: the next
// reader gives it a new value, and no entry with the old one is valid again. So no
// harm is done when Redis evicts a generation or loses all of them.
//
// Redis may also come back with what it had some time ago, from a snapshot or from
// a replica that lags behind. Therefore the identity of the server process is a
// part of every generation.
//
// While Redis is away, this process and others write to the database and cannot
// tell. What this one could not raise, it raises before it next reads from Redis,
// and everything after a long outage, for others that may have ended meanwhile.
type redisBackend struct {
	client  *redisdb.Client
	name    string        // of this process, different from all others
	wait    time.Duration // for another process that fills an entry
	release *redis.Script // of a claim
	owed    owedGenerations
	dials   atomic.Uint64 // connections made so far
	server  atomic.Pointer[serverProcess]
	asking  singleflight.Group
	failed  atomic.Int64 // when reads began to fail, in Unix nanoseconds, or 0
	background
}

// serverProcess is the server that all connections lead to, as it was found after so
// many of them.
type serverProcess struct {
	id    string
	dials uint64
}

// newRedisBackend returns a backend that waits for some time while another process
// fills an entry.
func newRedisBackend(client *redisdb.Client, wait time.Duration) *redisBackend {
	r := &redisBackend{client: client, name: rand.Text(), wait: wait, release: redis.NewScript(releaseClaim)}
	r.server.Store(&serverProcess{dials: ^uint64(0)})
	client.AddHook(dialCounter{&r.dials})
	return r
}

// Get implements backend.
func (r *redisBackend) Get(ctx context.Context, key string, generations []string) (entry []byte, current []string, err error) {
	entry, current, err = r.read(ctx, key, generations)
	switch began := r.failed.Load(); {
	case err != nil && ctx.Err() == nil:
		r.failed.CompareAndSwap(0, time.Now().UnixNano())
	case err == nil && began != 0:
		long := time.Since(time.Unix(0, began)) > longOutage
		if long {
			r.owed.add(everything)
		}
		r.failed.CompareAndSwap(began, 0)
		if long {
			return nil, nil, errWasAway
		}
	}
	return entry, current, err
}

// read returns an entry and the current generations from Redis.
func (r *redisBackend) read(ctx context.Context, key string, generations []string) (entry []byte, current []string, err error) {
	if err := r.settle(ctx); err != nil {
		return nil, nil, err
	}
	id, err := r.identity(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("identify server: %w", err)
	}
	keys := []string{r.key(key), r.generation(everything)}
	for _, name := range generations {
		keys = append(keys, r.generation(name))
	}
	values, err := r.client.MGet(ctx, keys...).Result()
	if err != nil {
		return nil, nil, fmt.Errorf("read entry: %w", err)
	}
	// The command may have made the first connection to a new server.
	if now, err := r.identity(ctx); err != nil || now != id || r.owed.any() {
		return nil, nil, errors.Join(errWasAway, err)
	}
	if text, ok := values[0].(string); ok {
		entry = []byte(text)
	}
	current, err = r.complete(ctx, keys[1:], values[1:])
	if err != nil {
		return nil, nil, fmt.Errorf("start generations: %w", err)
	}
	current[1] = id + current[0] + current[1]
	return entry, current[1:], nil
}

// complete returns the values of generations, and starts those that have none.
func (r *redisBackend) complete(ctx context.Context, keys []string, values []any) ([]string, error) {
	current := make([]string, len(keys))
	started := map[int]*redis.StringCmd{}
	pipe := r.client.Pipeline()
	for i, value := range values {
		text, ok := value.(string)
		if !ok {
			text = rand.Text()
			pipe.SetNX(ctx, keys[i], text, generationTTL)
			started[i] = pipe.Get(ctx, keys[i])
		}
		current[i] = text
	}
	if len(started) == 0 {
		return current, nil
	}
	_, _ = pipe.Exec(ctx) // every command has its error
	for i, value := range started {
		switch text, err := value.Result(); {
		case err == nil:
			current[i] = text
		case !errors.Is(err, redis.Nil): // raised again already: no one else will get the value
			return nil, err
		}
	}
	return current, nil
}

// Set implements backend.
func (r *redisBackend) Set(ctx context.Context, key string, entry []byte, ttl time.Duration) error {
	if err := r.client.Set(ctx, r.key(key), entry, ttl).Err(); err != nil {
		return fmt.Errorf("store entry: %w", err)
	}
	return nil
}

// Raise implements backend.
func (r *redisBackend) Raise(ctx context.Context, generations ...string) error {
	err := r.raise(ctx, generations)
	if err != nil {
		r.owed.add(generations...)
	}
	return err
}

// raise raises generations, and tells instances that have copies of entries.
func (r *redisBackend) raise(ctx context.Context, generations []string) error {
	keys := make([]string, len(generations))
	for i, name := range generations {
		keys[i] = r.generation(name)
	}
	_, err := r.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		pipe.Del(ctx, keys...)
		pipe.Publish(ctx, r.channel(), strings.Join(generations, "\n"))
		return nil
	})
	if err != nil {
		return fmt.Errorf("raise generations: %w", err)
	}
	return nil
}

// settleAgain raises what could not be raised when it was to be, until ctx ends.
func (r *redisBackend) settleAgain(ctx context.Context) {
	ticker := time.NewTicker(settleInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			_ = r.settle(ctx) // or else the next time
		}
	}
}

// settle raises what is owed.
func (r *redisBackend) settle(ctx context.Context) error {
	if !r.owed.any() {
		return nil
	}
	generations, n := r.owed.list()
	if err := r.raise(ctx, generations); err != nil {
		return err
	}
	r.owed.settled(n)
	return nil
}

// identity returns the identity of the server. It asks again after new connections.
func (r *redisBackend) identity(ctx context.Context) (string, error) {
	for {
		s := r.server.Load()
		if s.dials == r.dials.Load() {
			return s.id, nil
		}
		if _, err, _ := r.asking.Do("", func() (any, error) { return nil, r.identify(ctx) }); err != nil {
			return "", err
		}
	}
}

// identify asks the server for its identity, for all who wait for it.
func (r *redisBackend) identify(ctx context.Context) error {
	now := serverProcess{dials: r.dials.Load()}
	info, err := r.client.Info(context.WithoutCancel(ctx), "server").Result()
	if answer := redis.Error(nil); err != nil && !errors.As(err, &answer) {
		return err
	}
	// A server that does not tell has none. Then only outages that are seen matter.
	_, after, _ := strings.Cut(info, "run_id:")
	now.id, _, _ = strings.Cut(after, "\r\n")
	r.server.Store(&now)
	return nil
}

func (r *redisBackend) key(name string) string { return r.client.Prefix + "cache:" + name }

func (r *redisBackend) generation(name string) string { return r.client.Prefix + "generation:" + name }

func (r *redisBackend) channel() string { return r.client.Prefix + "raised" }

// dialCounter counts connections.
type dialCounter struct{ dials *atomic.Uint64 }

// DialHook implements redis.Hook.
func (h dialCounter) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := next(ctx, network, address)
		if err == nil {
			h.dials.Add(1)
		}
		return conn, err
	}
}

// ProcessHook implements redis.Hook.
func (dialCounter) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }

// ProcessPipelineHook implements redis.Hook.
func (dialCounter) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}
