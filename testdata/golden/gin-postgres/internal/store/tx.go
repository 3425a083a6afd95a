package store

import (
	"context"
	"database/sql"
	"fmt"
)

// WithTx runs fn in a transaction: committed if fn returns nil, rolled back if
// it returns an error or panics. If the database aborts it in favor of others,
// fn runs again in a new one, so it must have no effects other than through tx.
//
// If ctx has a transaction, fn runs in a savepoint of it.
func WithTx(ctx context.Context, db *sql.DB, fn func(tx *sql.Tx) error) error {
	if outer := transactionIn(ctx); outer != nil {
		return outer.nested(ctx, fn)
	}
	return retry(ctx, func() error { return runTx(ctx, db, fn) })
}

func runTx(ctx context.Context, db *sql.DB, fn func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
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
