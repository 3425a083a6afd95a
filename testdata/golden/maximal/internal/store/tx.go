package store

import (
	"context"

	"gorm.io/gorm"
)

// WithTx runs fn in a transaction: committed if fn returns nil, rolled back if
// it returns an error or panics.
//
// If ctx has a transaction, fn runs in a savepoint of it.
func WithTx(ctx context.Context, db *gorm.DB, fn func(tx *gorm.DB) error) error {
	if outer, ok := transactionIn(ctx); ok {
		return outer.WithContext(ctx).Transaction(fn) // sets a savepoint
	}
	return causeOf(ctx, db.WithContext(ctx).Transaction(fn))
}
