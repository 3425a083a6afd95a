package store

import (
	"context"

	"gorm.io/gorm"
)

// WithTx runs fn in a transaction: committed if fn returns nil, rolled back if
// it returns an error or panics.
func WithTx(ctx context.Context, db *gorm.DB, fn func(tx *gorm.DB) error) error {
	return db.WithContext(ctx).Transaction(fn)
}
