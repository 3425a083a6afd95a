// Package observed wraps stores to observe their calls: how often each is made, how
// long it takes and how it ends. A cache stands outside of it, so that what is
// observed has reached the database.
package observed

import "context"

// Call observes a call of a store from its beginning. It returns the context of the
// call, and a function to be called when it has ended: with the number of rows that
// it has returned or changed, which means nothing if there is an error.
type Call func(ctx context.Context, store, operation string) (context.Context, func(rows int, err error))

// By are those who observe stores, the outermost first.
type By []Call

// start begins a call of a store.
func (by By) start(ctx context.Context, store, operation string) (inner context.Context, end func(rows int, err error)) {
	if len(by) == 0 {
		return ctx, func(int, error) {}
	}
	outer, endOuter := by[0](ctx, store, operation)
	inner, endInner := by[1:].start(outer, store, operation)
	return inner, func(rows int, err error) {
		endInner(rows, err)
		endOuter(rows, err)
	}
}
