// Package bank transfers money between accounts. It holds the types, the business
// rules and the store interface they need.
package bank

import (
	"context"
	"time"
)

// Account is an account as stored and as sent to clients. Amounts are in cents,
// so that sums are exact.
type Account struct {
	ID           int64     `json:"id" readonly:"true" example:"1"`
	Owner        string    `json:"owner" example:"Ada"`
	BalanceCents int64     `json:"balance_cents" example:"10000"`
	CreatedAt    time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Transfer is a completed transfer between two accounts.
type Transfer struct {
	ID            int64     `json:"id" readonly:"true" example:"1"`
	Key           string    `json:"-"` // the Idempotency-Key of its request
	FromAccountID int64     `json:"from_account_id" example:"1"`
	ToAccountID   int64     `json:"to_account_id" example:"2"`
	AmountCents   int64     `json:"amount_cents" example:"2500"`
	CreatedAt     time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// AccountInput is the request body that opens an account.
type AccountInput struct {
	Owner        string `json:"owner" validate:"required,max=200,nonul" example:"Ada"`
	BalanceCents int64  `json:"balance_cents" validate:"min=0" example:"10000" extensions:"x-nullable"`
}

// TransferInput is the request body of a transfer. A field is nil if it is absent
// or null.
type TransferInput struct {
	FromAccountID *int64 `json:"from_account_id" validate:"required,min=1" example:"1"`
	ToAccountID   *int64 `json:"to_account_id" validate:"required,min=1" example:"2"`
	AmountCents   *int64 `json:"amount_cents" validate:"required,min=1" example:"2500"`
}

// Store stores accounts and transfers. Its methods and those of Tx return
// apperr.ErrNotFound if no row has the ID or key.
type Store interface {
	// CreateAccount sets the ID and the creation time.
	CreateAccount(ctx context.Context, account Account) (Account, error)
	GetAccount(ctx context.Context, id int64) (Account, error)
	GetTransfer(ctx context.Context, id int64) (Transfer, error)
	// InTx runs fn in a transaction that commits if fn returns nil and rolls back
	// otherwise. The context passed to fn ends with the transaction. After a
	// serialization failure or deadlock, fn runs again in a new transaction.
	InTx(ctx context.Context, fn func(ctx context.Context, tx Tx) error) error
}

// Tx is a transaction.
type Tx interface {
	// LockAccount reads an account and locks it until the transaction ends.
	LockAccount(ctx context.Context, id int64) (Account, error)
	// AddToBalance adds cents, which may be negative, to the balance.
	AddToBalance(ctx context.Context, id, cents int64) error
	// CreateTransfer sets the ID and the creation time. It returns
	// apperr.ErrConflict if the key is taken.
	CreateTransfer(ctx context.Context, transfer Transfer) (Transfer, error)
	TransferByKey(ctx context.Context, key string) (Transfer, error)
}
