// Package observed wraps stores to observe their calls: how often each is made, how
// long it takes and how it ends. A cache stands outside of it, so that what is
// observed has reached the database.
package observed

import "context"

// Call observes a call of a store from its beginning. It returns the context of the
// call, and a function to be called with its error when it has ended.
type Call func(ctx context.Context, store, operation string) (context.Context, func(error))

// By are those who observe stores, the outermost first.
type By []Call

// start begins a call of a store.
func (by By) start(ctx context.Context, store, operation string) (inner context.Context, end func(error)) {
	if len(by) == 0 {
		return ctx, func(error) {}
	}
	outer, endOuter := by[0](ctx, store, operation)
	inner, endInner := by[1:].start(outer, store, operation)
	return inner, func(err error) {
		endInner(err)
		endOuter(err)
	}
}
