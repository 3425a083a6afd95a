package store

import (
	"context"

	"gorm.io/gorm"
)

// WithTx runs fn in a transaction: committed if fn returns nil, rolled back if
// it returns an error or panics. If the database aborts it in favor of others,
// fn runs again in a new one, so it must have no effects other than through tx.
//
// If ctx has a transaction, fn runs in a savepoint of it.
func WithTx(ctx context.Context, db *gorm.DB, fn func(tx *gorm.DB) error) error {
	if outer, ok := transactionIn(ctx); ok {
		return outer.WithContext(ctx).Transaction(fn) // sets a savepoint
	}
	return retry(ctx, func() error { return causeOf(ctx, db.WithContext(ctx).Transaction(fn)) })
}
