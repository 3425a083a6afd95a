package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// attempts is how often WithTx tries what fails because of others.
const attempts = 3

// WithTx runs fn in a transaction: committed if fn returns nil, rolled back if
// it returns an error or panics. Where the database gives up a transaction in
// favor of others, as it does in a deadlock, fn runs again in a new one, so it
// must not leave anything behind but what it does with tx.
func WithTx(ctx context.Context, db *sql.DB, fn func(tx *sql.Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := once(ctx, db, fn)
		if err == nil || attempt == attempts || !retryable(err) {
			return err
		}
		select { // longer each time, so that the others get through
		case <-ctx.Done():
			return err
		case <-time.After(time.Duration(attempt) * 10 * time.Millisecond):
		}
	}
}

func once(ctx context.Context, db *sql.DB, fn func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing after Commit
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit transaction: %w", err)
	}
	return nil
}
