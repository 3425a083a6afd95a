package store

import (
	"context"
	"time"
)

// callTimeout limits every call to the database, with its wait for a connection,
// whatever time the caller has left.
const callTimeout = 10 * time.Second

// writeContext returns the context of a call that writes. It has the deadline of
// ctx, at most callTimeout from now, but is not canceled with it: whether a
// write has taken place must not depend on a client that leaves.
func writeContext(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline := time.Now().Add(callTimeout)
	if limit, ok := ctx.Deadline(); ok && limit.Before(deadline) {
		deadline = limit
	}
	return context.WithDeadline(context.WithoutCancel(ctx), deadline)
}
