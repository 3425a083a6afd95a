package store

import (
	"context"
	"database/sql"

	"github.com/acme/notes/internal/outbox"
)

// Transactions implements outbox.Transactions.
type Transactions struct {
	db *sql.DB
}

// NewTransactions returns transactions of db.
func NewTransactions(db *DB) *Transactions {
	return &Transactions{db: db.Writes}
}

// Do implements outbox.Transactions.
//
// If ctx has a transaction, fn runs in a savepoint of it.
func (t *Transactions) Do(ctx context.Context, fn func(ctx context.Context, tx outbox.Executor) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, t.db, func(tx *sql.Tx) error {
		if transactionIn(ctx) != nil {
			return fn(ctx, tx)
		}
		return fn(context.WithValue(ctx, transactionKey{}, &transaction{Tx: tx}), tx)
	})
	return wrap(err, "transaction")
}
