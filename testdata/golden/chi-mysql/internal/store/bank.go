package store

import (
	"context"
	"database/sql"

	"github.com/acme/payments/internal/bank"
)

// Bank implements bank.Store.
type Bank struct {
	reads *sql.DB
	db    *sql.DB // for writes, and the queries of their transactions
}

// NewBank returns a Bank that uses db.
func NewBank(db *DB) *Bank {
	return &Bank{reads: db.Reads, db: db.Writes}
}

// CreateAccount implements bank.Store.
func (s *Bank) CreateAccount(ctx context.Context, account bank.Account) (bank.Account, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	account.CreatedAt = now()
	var err error
	account.ID, err = inserted(within(ctx, s.db).ExecContext(ctx, insertAccount, accountArgs(&account)...))
	if err != nil {
		return bank.Account{}, wrap(err, "create account")
	}
	return account, nil
}

// GetAccount implements bank.Store.
func (s *Bank) GetAccount(ctx context.Context, id int64) (bank.Account, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row bank.Account
	err := within(ctx, s.reads).QueryRowContext(ctx, selectAccount, id).Scan(accountColumns(&row)...)
	return row, wrap(err, "get account")
}

// GetTransfer implements bank.Store.
func (s *Bank) GetTransfer(ctx context.Context, id int64) (bank.Transfer, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row bank.Transfer
	err := within(ctx, s.reads).QueryRowContext(ctx, selectTransfer, id).Scan(transferColumns(&row)...)
	return row, wrap(err, "get transfer")
}

// InTx implements bank.Store.
func (s *Bank) InTx(ctx context.Context, fn func(ctx context.Context, tx bank.Tx) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error { return fn(ctx, bankTx{tx}) })
	return wrap(err, "bank transaction")
}

// bankTx implements bank.Tx.
type bankTx struct {
	tx *sql.Tx
}

// LockAccount implements bank.Tx.
func (t bankTx) LockAccount(ctx context.Context, id int64) (bank.Account, error) {
	var row bank.Account
	err := t.tx.QueryRowContext(ctx, lockAccount, id).Scan(accountColumns(&row)...)
	return row, wrap(err, "lock account")
}

// AddToBalance implements bank.Tx.
func (t bankTx) AddToBalance(ctx context.Context, id, cents int64) error {
	_, err := t.tx.ExecContext(ctx, addToBalance, cents, id)
	return wrap(err, "add to balance")
}

// CreateTransfer implements bank.Tx.
func (t bankTx) CreateTransfer(ctx context.Context, transfer bank.Transfer) (bank.Transfer, error) {
	transfer.CreatedAt = now()
	var err error
	transfer.ID, err = inserted(t.tx.ExecContext(ctx, insertTransfer, transferArgs(&transfer)...))
	if err != nil {
		return bank.Transfer{}, wrap(err, "create transfer")
	}
	return transfer, nil
}

// TransferByKey implements bank.Tx.
func (t bankTx) TransferByKey(ctx context.Context, key string) (bank.Transfer, error) {
	var row bank.Transfer
	err := t.tx.QueryRowContext(ctx, findTransfer, key).Scan(transferColumns(&row)...)
	return row, wrap(err, "get transfer by key")
}
