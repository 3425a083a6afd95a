// Package deadline gives requests a deadline that costs little until something
// waits for it, as a handler that finds everything in memory never does.
package deadline

import (
	"context"
	"sync"
	"time"
)

// WithTimeout is context.WithTimeout, except that the timer of the context starts
// on the first call of Done or Err.
func WithTimeout(parent context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	at := time.Now().Add(timeout)
	if sooner, ok := parent.Deadline(); ok && sooner.Before(at) {
		at = sooner
	}
	c := &lazy{deadline: at, current: parent}
	return c, c.end
}

type lazy struct {
	deadline time.Time

	mu      sync.Mutex
	current context.Context    //nolint:containedctx // the parent, until the timer starts
	cancel  context.CancelFunc // nil until then
	ended   bool
}

func (c *lazy) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	if c.cancel != nil {
		c.cancel()
	}
}

// started returns the context with the timer.
func (c *lazy) started() context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cancel == nil {
		c.current, c.cancel = context.WithDeadline(c.current, c.deadline)
	}
	if c.ended {
		c.cancel()
	}
	return c.current
}

func (c *lazy) Deadline() (time.Time, bool) { return c.deadline, true }

func (c *lazy) Done() <-chan struct{} { return c.started().Done() }

func (c *lazy) Err() error { return c.started().Err() }

// Value also lets package context find the timer, so that contexts made of this
// one need no goroutine.
func (c *lazy) Value(key any) any {
	c.mu.Lock()
	current := c.current
	c.mu.Unlock()
	return current.Value(key)
}
