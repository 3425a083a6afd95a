// Package deadline gives requests a deadline that costs little until something
// waits for it.
package deadline

import (
	"context"
	"sync"
	"time"
)

// Context is a context with a deadline, as made by context.WithTimeout. It
// starts its timer on the first call of Done or Err: a request that never waits
// needs none.
type Context struct {
	deadline time.Time

	mu      sync.Mutex
	current context.Context    //nolint:containedctx // the parent, until the timer starts
	cancel  context.CancelFunc // nil until then
	ended   bool
}

// New returns a context that ends after timeout, with its parent or by its
// method End.
func New(parent context.Context, timeout time.Duration) *Context {
	at := time.Now().Add(timeout)
	if sooner, ok := parent.Deadline(); ok && sooner.Before(at) {
		at = sooner
	}
	return &Context{deadline: at, current: parent}
}

// End cancels the context. It must be called when the request has ended.
func (c *Context) End() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	if c.cancel != nil {
		c.cancel()
	}
}

// started returns the context with the timer.
func (c *Context) started() context.Context {
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

// Deadline implements context.Context.
func (c *Context) Deadline() (time.Time, bool) { return c.deadline, true }

// Done implements context.Context.
func (c *Context) Done() <-chan struct{} { return c.started().Done() }

// Err implements context.Context.
func (c *Context) Err() error { return c.started().Err() }

// Value implements context.Context. Package context finds the timer with it,
// so that contexts made of this one need no goroutine.
func (c *Context) Value(key any) any {
	c.mu.Lock()
	current := c.current
	c.mu.Unlock()
	return current.Value(key)
}
