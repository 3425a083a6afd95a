// Package bank moves money between accounts: what accounts and transfers are,
// the rules for them, and the store that the rules need.
package bank

import (
	"context"
	"errors"
	"time"
)

// Account is an account as the store keeps it and clients see it. Money is a
// whole number of cents, which adds up exactly.
type Account struct {
	ID           int64     `json:"id" readonly:"true" example:"1"`
	Owner        string    `json:"owner" example:"Ada"`
	BalanceCents int64     `json:"balance_cents" example:"10000"`
	CreatedAt    time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Transfer is money that went from one account to another.
type Transfer struct {
	ID            int64     `json:"id" readonly:"true" example:"1"`
	Key           string    `json:"-"` // names the request for it
	FromAccountID int64     `json:"from_account_id" example:"1"`
	ToAccountID   int64     `json:"to_account_id" example:"2"`
	AmountCents   int64     `json:"amount_cents" example:"2500"`
	CreatedAt     time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// AccountInput is what a client says about an account it opens.
type AccountInput struct {
	Owner        string `json:"owner" validate:"required,max=200,nonul" example:"Ada"`
	BalanceCents int64  `json:"balance_cents" validate:"min=0" example:"10000"`
}

// TransferInput is what a client says about a transfer. A field is nil where it
// is absent or null.
type TransferInput struct {
	FromAccountID *int64 `json:"from_account_id" validate:"required,min=1" example:"1"`
	ToAccountID   *int64 `json:"to_account_id" validate:"required,min=1" example:"2"`
	AmountCents   *int64 `json:"amount_cents" validate:"required,min=1" example:"2500"`
}

// Store keeps accounts and transfers. Its methods, and those of Tx, fail with
// apperr.ErrNotFound where there is none with the id or the key.
type Store interface {
	// CreateAccount gives the account its id and its time.
	CreateAccount(ctx context.Context, account Account) (Account, error)
	GetAccount(ctx context.Context, id int64) (Account, error)
	GetTransfer(ctx context.Context, id int64) (Transfer, error)
	// InTx runs fn in a transaction: all that it does with tx is kept if it
	// returns nil, and nothing of it otherwise. The context that fn gets ends with
	// the transaction. Where the database asks for it, fn runs again in another.
	InTx(ctx context.Context, fn func(ctx context.Context, tx Tx) error) error
}

// Tx is what can be done in a transaction.
type Tx interface {
	// LockAccount reads an account as it is now, and makes others that lock it
	// wait for the end of the transaction.
	LockAccount(ctx context.Context, id int64) (Account, error)
	// AddToBalance adds cents, which may be negative, to what the account has.
	AddToBalance(ctx context.Context, id, cents int64) error
	// CreateTransfer gives the transfer its id and its time. It fails with
	// apperr.ErrConflict where another one has its key.
	CreateTransfer(ctx context.Context, transfer Transfer) (Transfer, error)
	TransferByKey(ctx context.Context, key string) (Transfer, error)
}

// Limits bound what a transfer may move.
type Limits struct {
	Transfer int64 `env:"BANK_TRANSFER_LIMIT" envDefault:"1000000"`
}

// Validate refuses limits below zero.
func (l Limits) Validate() error {
	if l.Transfer < 0 {
		return errors.New("BANK_TRANSFER_LIMIT: must not be negative")
	}
	return nil
}
