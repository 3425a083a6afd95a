// Package observed tells of the calls of stores: how often each takes place, how
// long it takes and how it ends. The stores know nothing of that. It wraps them
// below any cache, so that what is observed has reached the database.
package observed

import "context"

// Call is told of a call of a store when it begins. It returns the context of the
// call, and a function that is told of its end.
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
