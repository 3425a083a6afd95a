package lock

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// held is a lock that this process holds, or tries to get.
type held struct {
	client redis.Scripter
	key    string
	token  string // tells this holder from all others
	ttl    time.Duration
	since  time.Time // the lock is valid for ttl after this, if not longer
	fence  int64
}

func newHeld(client redis.Scripter, key string, ttl time.Duration) *held {
	return &held{client: client, key: key, token: rand.Text(), ttl: ttl}
}

// acquire tries to get the lock.
func (h *held) acquire(ctx context.Context, fences string) (bool, error) {
	// The fence goes on with the clock of the server where the last one is lost. Lua has
	// exact numbers up to 2^53, which microseconds reach in the year 2255.
	script := redis.NewScript(`
		if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
			return 0
		end
		local now = redis.call('TIME')
		local last = tonumber(redis.call('GET', KEYS[2]) or '0')
		local fence = math.max(now[1] * 1000000 + now[2], last + 1)
		redis.call('SET', KEYS[2], string.format('%.0f', fence))
		return fence`)
	h.since = time.Now()
	fence, err := script.Run(ctx, h.client, []string{h.key, fences}, h.token, h.ttl.Milliseconds()).Int64()
	if err != nil {
		_, _ = h.release(ctx) // Redis may have set it without being heard
		return false, err
	}
	h.fence = fence
	return fence != 0, nil
}

// extend makes the lock end after ttl, and reports whether this process held it.
func (h *held) extend(ctx context.Context, ttl time.Duration) (bool, error) {
	script := redis.NewScript(`
		if redis.call('GET', KEYS[1]) == ARGV[1] then
			return redis.call('PEXPIRE', KEYS[1], ARGV[2])
		end
		return 0`)
	return script.Run(ctx, h.client, []string{h.key}, h.token, ttl.Milliseconds()).Bool()
}

// release ends the lock, and reports whether this process held it. It does so as
// well if ctx has ended.
func (h *held) release(ctx context.Context) (bool, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), h.ttl)
	defer cancel()
	script := redis.NewScript(`
		if redis.call('GET', KEYS[1]) == ARGV[1] then
			return redis.call('DEL', KEYS[1])
		end
		return 0`)
	return script.Run(ctx, h.client, []string{h.key}, h.token).Bool()
}

// work calls fn while it extends the lock, which is then released, or if fn has
// returned no error kept for the given time.
func (h *held) work(ctx context.Context, keep time.Duration, fn func(ctx context.Context, fence int64) error) error {
	working, cancel := context.WithCancelCause(ctx)
	defer cancel(nil) // if fn panics, the lock ends by itself
	var watch sync.WaitGroup
	watch.Go(func() { h.watch(working, cancel) })
	err := fn(working, h.fence)
	cancel(nil)
	watch.Wait()

	end := h.release
	if keep > 0 && err == nil {
		end = func(ctx context.Context) (bool, error) { return h.extend(ctx, keep) }
	}
	ours, failed := end(ctx)
	lost := errors.Is(context.Cause(working), ErrLost) || failed == nil && !ours
	switch {
	case lost && err != nil:
		return fmt.Errorf("%w: %w", ErrLost, err)
	case lost:
		return ErrLost
	}
	return err
}

// watch extends the lock until ctx ends, or ends it with ErrLost.
func (h *held) watch(ctx context.Context, cancel context.CancelCauseFunc) {
	next := time.NewTimer(h.ttl / 3)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-next.C:
		}
		now, end := time.Now(), h.since.Add(h.ttl*2/3)
		ours, err := h.extendBefore(ctx, end)
		switch {
		case ours:
			h.since = now
			next.Reset(h.ttl / 3)
		case err == nil || !time.Now().Before(end):
			cancel(ErrLost)
			return
		default:
			next.Reset(min(h.ttl/10, time.Until(end)))
		}
	}
}

func (h *held) extendBefore(ctx context.Context, end time.Time) (bool, error) {
	ctx, cancel := context.WithDeadline(ctx, end)
	defer cancel()
	return h.extend(ctx, h.ttl)
}
