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
