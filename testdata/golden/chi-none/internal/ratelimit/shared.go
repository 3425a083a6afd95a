package ratelimit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/acme/shelf/internal/redisdb"
)

// Store is where buckets are kept.
type Store string

const (
	// Redis has the buckets for all instances, which share each quota.
	Redis Store = "redis"
	// Memory has those of an instance, which grants the full quota.
	Memory Store = "memory"
)

// UnmarshalText parses the name of a Store.
func (s *Store) UnmarshalText(text []byte) error {
	switch name := Store(text); name {
	case Redis, Memory:
		*s = name
		return nil
	}
	return fmt.Errorf("%q is neither %s nor %s", text, Redis, Memory)
}

// takeScript takes a token from the bucket KEYS[1], which holds ARGV[1] of them and
// refills in ARGV[2] microseconds. It returns what is left, or less than 0 if there
// was no token. The time is that of the server, as those of instances differ.
const takeScript = `
local size, period = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local bucket = redis.call('HMGET', KEYS[1], 'left', 'at')
local passed = math.max(0, now - (tonumber(bucket[2]) or now))
local left = math.min(size, (tonumber(bucket[1]) or size) + passed * size / period) - 1
if left >= 0 then
	redis.call('HSET', KEYS[1], 'left', tostring(left), 'at', string.format('%d', now))
	redis.call('PEXPIRE', KEYS[1], math.ceil((size - left) * period / size / 1000))
end
return tostring(left)
`

// shared has the buckets of all instances, in Redis. A full bucket is not stored.
type shared struct {
	client *redisdb.Client
	script *redis.Script
	log    *slog.Logger
	failed atomic.Int64 // when it failed last, in nanoseconds since 1970
}

// Shared returns a Limiter with the same quotas, which all instances share. While
// Redis does not answer, each counts for itself.
func (l Limiter) Shared(client *redisdb.Client, log *slog.Logger) Limiter {
	l.shared = &shared{client: client, script: redis.NewScript(takeScript), log: log}
	return l
}

// take takes a token, and returns whether there was one and what is left.
func (l Limiter) take(ctx context.Context, k key, q Quota) (allowed bool, left float64) {
	if l.shared == nil {
		return l.memory.take(k, q)
	}
	allowed, left, err := l.shared.take(ctx, k, q)
	if err != nil {
		l.shared.report(ctx, err)
		return l.memory.take(k, q)
	}
	return allowed, left
}

func (s *shared) take(ctx context.Context, k key, q Quota) (allowed bool, left float64, err error) {
	name := s.client.Prefix + "ratelimit:" + k.rule + ":" + k.client
	left, err = s.script.Run(ctx, s.client, []string{name}, q.Requests, q.Period.Microseconds()).Float64()
	if left < 0 {
		return false, left + 1, err
	}
	return true, left, err
}

// outage is how long there must have been no error before the next one is another
// outage.
const outage = time.Minute

// report logs the first error of an outage.
func (s *shared) report(ctx context.Context, err error) {
	if errors.Is(err, context.Canceled) { // the client has left
		return
	}
	now := time.Now().UnixNano()
	if last := s.failed.Swap(now); now-last > int64(outage) {
		s.log.WarnContext(ctx, "rate limits are not shared for now", slog.Any("error", err))
	}
}
