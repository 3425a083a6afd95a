package store

import (
	"context"

	"github.com/acme/everything/internal/commit"
)

// Transact runs fn in a transaction, together with all stores that are called in
// the context that fn gets: what they write is committed if fn returns nil, and
// rolled back if it returns an error or panics.
func Transact(ctx context.Context, db *ORM, fn func(ctx context.Context) error) error {
	ctx, committed := commit.WithWork(ctx)
	tx := db.Writes.WithContext(ctx).Begin()
	if tx.Error != nil {
		return wrap(tx.Error, "begin transaction")
	}
	defer tx.Rollback() // does nothing after Commit
	if err := fn(context.WithValue(ctx, transactionKey{}, tx)); err != nil {
		return err
	}
	defer committed.Do() // even if the commit fails, as it may have taken place
	return wrap(causeOf(ctx, tx.Commit().Error), "commit transaction")
}
