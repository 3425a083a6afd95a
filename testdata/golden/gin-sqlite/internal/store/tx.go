package store

import (
	"context"
	"database/sql"
	"fmt"
)

// WithTx runs fn in a transaction: committed if fn returns nil, rolled back if
// it returns an error or panics.
func WithTx(ctx context.Context, db *sql.DB, fn func(tx *sql.Tx) error) error {
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
