package cache

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/acme/notes/internal/apperr"
)

// turnTimeout bounds the wait for a turn to read the database.
const turnTimeout = 5 * time.Second

// errUnfit is the error of a fill whose value has no form in JSON.
var errUnfit = errors.New("value cannot be kept")

// cachedRead is a read of what may be in a cache.
type cachedRead[V any] struct {
	*Cache
	key         string
	generations []string
	shape       uint64 // of V
	ttl         time.Duration
	read        func(ctx context.Context) (V, error)
	// partial reports whether a value lacks a part of what was asked for. It is kept
	// for as short a time as the fact that there is no such row.
	partial func(V) bool
}

// fetch returns the value that is in the cache, or else reads and keeps it.
func (l cachedRead[V]) fetch(ctx context.Context) (value V, err error) {
	data, current, err := l.backend.Get(ctx, l.key, l.generations)
	if err != nil {
		l.counts.errors.Add(1)
		return l.readInTurn(ctx)
	}
	e, ok := decodeEntry(data)
	switch {
	case !ok || e.shape != l.shape || e.generations != joined(current):
		l.counts.misses.Add(1)
		if e, err = l.wait(ctx, current); err != nil && !errors.Is(err, errUnfit) {
			return value, err
		}
	case time.Now().After(e.fresh):
		l.counts.stale.Add(1)
		l.fill(ctx, current)
	default:
		l.counts.hits.Add(1)
	}
	if e.absent {
		return value, fmt.Errorf("%s in the cache: %w", l.key, apperr.ErrNotFound)
	}
	if err != nil || json.Unmarshal(e.value, &value) != nil {
		return l.readInTurn(ctx)
	}
	return value, nil
}

// wait returns the entry once it has been read.
func (l cachedRead[V]) wait(ctx context.Context, current []string) (e cacheEntry, err error) {
	select {
	case result := <-l.fill(ctx, current):
		e, _ = result.Val.(cacheEntry) // unless there is an error
		return e, result.Err
	case <-ctx.Done():
		return e, gaveUp(ctx)
	}
}

// gaveUp returns the error of a request that waits no longer for the database,
// which is that of a store whose database does not answer in time.
func gaveUp(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", apperr.ErrUnavailable, ctx.Err())
	}
	return ctx.Err()
}

// fill reads the value and keeps it, unless that is being done already. It is not
// canceled with ctx: others may wait for it, too. Who has seen a write must not get
// what was read before it, so a fill serves those that found the same generations.
func (l cachedRead[V]) fill(ctx context.Context, current []string) <-chan singleflight.Result {
	ctx = context.WithoutCancel(ctx)
	generations := joined(current)
	return l.flights.DoChan(l.key+" "+generations, func() (_ any, err error) {
		defer func() {
			if p := recover(); p != nil { // it would end the program, not just a request
				err = fmt.Errorf("panic while reading %s: %v\n%s", l.key, p, debug.Stack())
			}
		}()
		var e cacheEntry
		l.backend.Alone(ctx, l.key+" "+generations,
			func() (ok bool) { e, ok = l.kept(ctx, generations); return ok },
			func() { e, err = l.readAndKeep(ctx, generations) })
		return e, err
	})
}

// kept returns the fresh entry that was read under generations, if there is one.
func (l cachedRead[V]) kept(ctx context.Context, generations string) (e cacheEntry, ok bool) {
	data, _, err := l.backend.Get(ctx, l.key, l.generations)
	if err != nil {
		return e, false
	}
	e, ok = decodeEntry(data)
	return e, ok && e.shape == l.shape && e.generations == generations && time.Now().Before(e.fresh)
}

// readAndKeep reads the value, and keeps it under generations that were current
// before.
func (l cachedRead[V]) readAndKeep(ctx context.Context, generations string) (cacheEntry, error) {
	value, err := l.readInTurn(ctx)
	e, keep, err := l.entryOf(value, err)
	if err != nil {
		return e, err
	}
	e.generations = generations
	if err := l.backend.Set(ctx, l.key, e.encode(), keep); err != nil {
		l.counts.errors.Add(1)
	}
	return e, nil
}

// entryOf returns the entry for what was read, and how long to keep it.
func (l cachedRead[V]) entryOf(value V, failed error) (e cacheEntry, keep time.Duration, err error) {
	e.shape = l.shape
	ttl, stale := l.ttl, l.cfg.StaleTTL
	switch {
	case errors.Is(failed, apperr.ErrNotFound):
		e.absent = true
	case failed != nil:
		return e, 0, failed
	default:
		if e.value, err = toJSON(value); err != nil {
			return e, 0, fmt.Errorf("%w: %w", errUnfit, err)
		}
	}
	if e.absent || l.partial != nil && l.partial(value) {
		ttl, stale = min(ttl, l.cfg.NegativeTTL), 0
	}
	ttl -= rand.N(ttl/10 + 1) //nolint:gosec // entries of one moment are not to expire at one moment
	e.fresh = time.Now().Add(ttl)
	return e, ttl + stale, nil
}

// readInTurn reads the value when there are not too many other reads.
func (l cachedRead[V]) readInTurn(ctx context.Context) (value V, err error) {
	waiting, cancel := context.WithTimeout(ctx, turnTimeout)
	defer cancel()
	if err := l.turns.Acquire(waiting, 1); err != nil {
		if ctx.Err() != nil {
			return value, gaveUp(ctx)
		}
		return value, fmt.Errorf("wait to read %s: %w", l.key, apperr.ErrOverloaded)
	}
	defer l.turns.Release(1)
	l.counts.fills.Add(1)
	return l.read(ctx)
}
