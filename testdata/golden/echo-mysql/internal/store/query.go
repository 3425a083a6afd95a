package store

import (
	"context"
	"time"

	"gorm.io/gorm"
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

// now is the current time as every database can store it: in UTC, to the
// microsecond.
func now() time.Time {
	return time.Now().UTC().Truncate(time.Microsecond)
}

// affected returns gorm.ErrRecordNotFound for a statement that found no row.
func affected(result *gorm.DB) error {
	if result.Error == nil && result.RowsAffected == 0 {
		return gorm.ErrRecordNotFound
	}
	return result.Error
}
