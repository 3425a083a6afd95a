package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
)

// executor runs statements, in a transaction or outside of one.
type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// transaction is a transaction that stores find in their context.
type transaction struct {
	*sql.Tx
	savepoints int
}

// transactionKey is the key of the transaction in a context.
type transactionKey struct{}

// transactionIn returns the transaction in ctx, nil if there is none.
func transactionIn(ctx context.Context) *transaction {
	t, _ := ctx.Value(transactionKey{}).(*transaction)
	return t
}

// within returns the transaction in ctx, or db if there is none.
func within(ctx context.Context, db *sql.DB) executor {
	if t := transactionIn(ctx); t != nil {
		return t
	}
	return db
}

// nested runs fn in a savepoint: what it has written is undone if it fails.
func (t *transaction) nested(ctx context.Context, fn func(tx *sql.Tx) error) error {
	t.savepoints++
	name := "nested_" + strconv.Itoa(t.savepoints)
	if _, err := t.ExecContext(ctx, "SAVEPOINT "+name); err != nil {
		return fmt.Errorf("set savepoint: %w", err)
	}
	if err := fn(t.Tx); err != nil {
		// Where this fails, too, the whole transaction is lost.
		_, _ = t.ExecContext(ctx, "ROLLBACK TO SAVEPOINT "+name)
		return err
	}
	if _, err := t.ExecContext(ctx, "RELEASE SAVEPOINT "+name); err != nil {
		return fmt.Errorf("release savepoint: %w", err)
	}
	return nil
}
