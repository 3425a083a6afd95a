package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"github.com/acme/ledger/internal/bank"
	"github.com/acme/ledger/internal/timestamp"
)

// Bank keeps accounts and transfers in the database.
type Bank struct {
	db *sqlx.DB
}

// NewBank returns the store of the accounts and transfers in db.
func NewBank(db *sqlx.DB) *Bank {
	return &Bank{db: db}
}

// CreateAccount implements bank.Store.
func (s *Bank) CreateAccount(ctx context.Context, account bank.Account) (bank.Account, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	account.CreatedAt = timestamp.Now()
	id, err := insert(ctx, s.db, insertAccount, accountRow(account))
	if err != nil {
		return bank.Account{}, wrap(err, "create account")
	}
	account.ID = id
	return account, nil
}

// GetAccount implements bank.Store.
func (s *Bank) GetAccount(ctx context.Context, id int64) (bank.Account, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row accountRow
	err := s.db.GetContext(ctx, &row, selectAccount, id)
	return bank.Account(row), wrap(err, "get account")
}

// GetTransfer implements bank.Store.
func (s *Bank) GetTransfer(ctx context.Context, id int64) (bank.Transfer, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row transferRow
	err := s.db.GetContext(ctx, &row, selectTransfer, id)
	return bank.Transfer(row), wrap(err, "get transfer")
}

// InTx implements bank.Store.
func (s *Bank) InTx(ctx context.Context, fn func(ctx context.Context, tx bank.Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sqlx.Tx) error { return fn(ctx, bankTx{tx}) })
	return wrap(err, "bank transaction")
}

// bankTx is a transaction over accounts and transfers.
type bankTx struct {
	tx *sqlx.Tx
}

// LockAccount implements bank.Tx.
func (t bankTx) LockAccount(ctx context.Context, id int64) (bank.Account, error) {
	var row accountRow
	err := t.tx.GetContext(ctx, &row, lockAccount, id)
	return bank.Account(row), wrap(err, "lock account")
}

// AddToBalance implements bank.Tx.
func (t bankTx) AddToBalance(ctx context.Context, id, cents int64) error {
	_, err := t.tx.ExecContext(ctx, addToBalance, cents, id)
	return wrap(err, "add to balance")
}

// CreateTransfer implements bank.Tx.
func (t bankTx) CreateTransfer(ctx context.Context, transfer bank.Transfer) (bank.Transfer, error) {
	transfer.CreatedAt = timestamp.Now()
	id, err := insert(ctx, t.tx, insertTransfer, transferRow(transfer))
	if err != nil {
		return bank.Transfer{}, wrap(err, "create transfer")
	}
	transfer.ID = id
	return transfer, nil
}

// TransferByKey implements bank.Tx.
func (t bankTx) TransferByKey(ctx context.Context, key string) (bank.Transfer, error) {
	var row transferRow
	err := t.tx.GetContext(ctx, &row, findTransfer, key)
	return bank.Transfer(row), wrap(err, "get transfer by key")
}
