package outbound

import (
	"context"
	"math/rand/v2"
	"sync/atomic"
	"time"
)

// budget counts the retries that calls have earned, in parts of callsPerRetry.
type budget struct{ parts atomic.Int64 }

func newBudget() *budget {
	b := &budget{}
	b.parts.Store(maxRetries * callsPerRetry)
	return b
}

// earn adds the part of a retry that a call earns.
func (b *budget) earn() {
	if b.parts.Load() < maxRetries*callsPerRetry { // which concurrent calls may exceed a little
		b.parts.Add(1)
	}
}

// spend takes a retry from the budget, and reports whether there was one.
func (b *budget) spend() bool {
	if b.parts.Add(-callsPerRetry) >= 0 {
		return true
	}
	b.parts.Add(callsPerRetry)
	return false
}

// pauseBefore returns the pause before the nth retry: a random part of a time that
// doubles, so that the retries of many calls do not come at the same moment.
func pauseBefore(retry int) time.Duration {
	longest := min(firstPause<<(retry-1), maxPause)
	return rand.N(longest) //nolint:gosec // no secret
}

// sleep waits for d, and reports false if ctx ends before.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
