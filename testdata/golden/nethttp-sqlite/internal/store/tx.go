package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// WithTx runs fn in a transaction: committed if fn returns nil, rolled back if
// it returns an error or panics.
//
// If ctx has a transaction, fn runs in a savepoint of it.
func WithTx(ctx context.Context, db *sqlx.DB, fn func(tx *sqlx.Tx) error) error {
	if outer := transactionIn(ctx); outer != nil {
		return outer.nested(ctx, fn)
	}
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing after Commit
	if err := fn(tx); err != nil {
		return err
	}
	if err := causeOf(ctx, tx.Commit()); err != nil {
		return fmt.Errorf("commit transaction: %w", err)
	}
	return nil
}
