package store

import (
	"context"

	"gorm.io/gorm"

	"github.com/acme/tracks/internal/outbox"
)

// Transactions implements outbox.Transactions.
type Transactions struct {
	db *gorm.DB
}

// NewTransactions returns transactions of db.
func NewTransactions(db *ORM) *Transactions {
	return &Transactions{db: db.Writes}
}

// Do implements outbox.Transactions.
//
// If ctx has a transaction, fn runs in a savepoint of it.
func (t *Transactions) Do(ctx context.Context, fn func(ctx context.Context, tx outbox.Executor) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, t.db, func(tx *gorm.DB) error {
		return fn(context.WithValue(ctx, transactionKey{}, tx), tx.Statement.ConnPool)
	})
	return wrap(err, "transaction")
}
