// Package lock gives work to one process at a time, with locks in Redis.
//
// A lock ends by itself, or the death of its holder would keep all others out. So
// a holder that is paused for longer than that, by a debugger, a full swap or a
// frozen machine, goes on while another one works; and so it is if Redis has lost
// the lock in a restart. What must not be written by two keeps the greatest fence
// that it has seen, and refuses a smaller one:
//
//	UPDATE reports SET text = ?, fence = ? WHERE id = ? AND fence <= ?
//
// For what is in the database as it is, its own row locks are safer.
package lock

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/redis/go-redis/v9"
)

var (
	// ErrNotAcquired is the error of a lock that another process holds.
	ErrNotAcquired = errors.New("another process holds the lock")
	// ErrLost is the error of work that was interrupted, or whose end came too
	// late: another process may have worked at the same time.
	ErrLost = errors.New("the lock was lost")
)

const (
	minPause = 10 * time.Millisecond // between two attempts to get a lock
	maxPause = 200 * time.Millisecond
	// maxClaim bounds how long periodic work waits after the death of its process.
	maxClaim = 30 * time.Second
)

// Locker makes locks in a Redis.
type Locker struct {
	client redis.Scripter
	prefix string
}

// New returns a Locker whose keys begin with prefix.
func New(client redis.Scripter, prefix string) *Locker {
	return &Locker{client: client, prefix: prefix + "lock:"}
}

// Try is Do without waiting.
func (l *Locker) Try(ctx context.Context, name string, ttl time.Duration, fn func(ctx context.Context, fence int64) error) error {
	return l.Do(ctx, name, ttl, 0, fn)
}

// Do calls fn while this process holds the lock with a name, for which it waits no
// longer than wait: ErrNotAcquired. The lock is extended while fn works, and ends
// ttl after the death of the process. If it cannot be extended, the context of fn
// is canceled with the cause ErrLost, a third of ttl before others can get the lock.
//
// The fence is greater than those of all holders before, also if Redis has lost its
// data since, unless its clock was set back.
func (l *Locker) Do(ctx context.Context, name string, ttl, wait time.Duration, fn func(ctx context.Context, fence int64) error) error {
	h, err := l.acquire(ctx, name, ttl, wait)
	if err == nil {
		err = h.work(ctx, 0, fn)
	}
	if err != nil {
		return fmt.Errorf("lock %s: %w", name, err)
	}
	return nil
}

// Once returns a function for periodic work that need not be done by more than one
// process. It calls fn, unless another process is doing so, or has done so without
// an error in the last period. While Redis is down, every process calls fn.
func (l *Locker) Once(name string, period time.Duration, fn func(context.Context) error) func(context.Context) error {
	claim := period * 9 / 10 // so that who has done the work is not too early the next time
	return func(ctx context.Context) error {
		h, err := l.acquire(ctx, name, min(claim, maxClaim), 0)
		switch {
		case errors.Is(err, ErrNotAcquired):
			return nil
		case err != nil:
			return fn(ctx)
		}
		return h.work(ctx, claim, func(ctx context.Context, _ int64) error { return fn(ctx) })
	}
}

// acquire tries to get the lock until it has waited for long enough.
func (l *Locker) acquire(ctx context.Context, name string, ttl, wait time.Duration) (*held, error) {
	h := newHeld(l.client, l.prefix+name, ttl)
	end := time.Now().Add(wait)
	for pause := minPause; ; pause = min(2*pause, maxPause) {
		ok, err := h.acquire(ctx, l.prefix+"fence")
		if ok || err != nil {
			return h, err
		}
		left := time.Until(end)
		if left <= 0 {
			return nil, ErrNotAcquired
		}
		select {
		case <-time.After(min(pause/2+rand.N(pause), left)): //nolint:gosec // nobody gains from a guess
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}
