package store

import (
	"context"

	"gorm.io/gorm"
)

// transactionKey is the key of the transaction in a context.
type transactionKey struct{}

// transactionIn returns the transaction in ctx, if there is one.
func transactionIn(ctx context.Context) (tx *gorm.DB, ok bool) {
	tx, ok = ctx.Value(transactionKey{}).(*gorm.DB)
	return tx, ok
}

// within returns the transaction in ctx, or db if there is none.
func within(ctx context.Context, db *gorm.DB) *gorm.DB {
	if tx, ok := transactionIn(ctx); ok {
		return tx
	}
	return db
}

// Transact runs fn in a transaction, together with all stores that are called in
// the context that fn gets: what they write is committed if fn returns nil, and
// rolled back if it returns an error or panics.
func Transact(ctx context.Context, db *ORM, fn func(ctx context.Context) error) error {
	tx := db.Writes.WithContext(ctx).Begin()
	if tx.Error != nil {
		return wrap(tx.Error, "begin transaction")
	}
	defer tx.Rollback() // does nothing after Commit
	if err := fn(context.WithValue(ctx, transactionKey{}, tx)); err != nil {
		return err
	}
	return wrap(causeOf(ctx, tx.Commit().Error), "commit transaction")
}
