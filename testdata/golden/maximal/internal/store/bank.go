package store

import (
	"context"

	"gorm.io/gorm"

	"github.com/acme/everything/internal/bank"
)

// Bank implements bank.Store.
type Bank struct {
	reads *gorm.DB
	db    *gorm.DB // for writes, and the queries of their transactions
}

// NewBank returns a Bank that uses db.
func NewBank(db *ORM) *Bank {
	return &Bank{reads: db.Reads, db: db.Writes}
}

// CreateAccount implements bank.Store.
func (s *Bank) CreateAccount(ctx context.Context, account bank.Account) (bank.Account, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	account.CreatedAt = now()
	row := toAccountRow(account)
	if err := within(ctx, s.db).WithContext(ctx).Create(&row).Error; err != nil {
		return bank.Account{}, wrap(err, "create account")
	}
	return fromAccountRow(row), nil
}

// GetAccount implements bank.Store.
func (s *Bank) GetAccount(ctx context.Context, id int64) (bank.Account, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row accountRow
	err := within(ctx, s.reads).WithContext(ctx).Take(&row, id).Error
	return fromAccountRow(row), wrap(err, "get account")
}

// GetTransfer implements bank.Store.
func (s *Bank) GetTransfer(ctx context.Context, id int64) (bank.Transfer, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row transferRow
	err := within(ctx, s.reads).WithContext(ctx).Take(&row, id).Error
	return fromTransferRow(row), wrap(err, "get transfer")
}

// InTx implements bank.Store.
func (s *Bank) InTx(ctx context.Context, fn func(ctx context.Context, tx bank.Tx) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error { return fn(ctx, bankTx{tx}) })
	return wrap(err, "bank transaction")
}

// bankTx implements bank.Tx.
type bankTx struct {
	tx *gorm.DB
}

// LockAccount implements bank.Tx. Transactions take turns, so there is nothing to lock.
func (t bankTx) LockAccount(ctx context.Context, id int64) (bank.Account, error) {
	var row accountRow
	err := t.tx.WithContext(ctx).Take(&row, id).Error
	return fromAccountRow(row), wrap(err, "lock account")
}

// AddToBalance implements bank.Tx.
func (t bankTx) AddToBalance(ctx context.Context, id, cents int64) error {
	sum := gorm.Expr("balance_cents + ?", cents)
	err := t.tx.WithContext(ctx).Model(&accountRow{ID: id}).Update("balance_cents", sum).Error
	return wrap(err, "add to balance")
}

// CreateTransfer implements bank.Tx.
func (t bankTx) CreateTransfer(ctx context.Context, transfer bank.Transfer) (bank.Transfer, error) {
	transfer.CreatedAt = now()
	row := toTransferRow(transfer)
	if err := t.tx.WithContext(ctx).Create(&row).Error; err != nil {
		return bank.Transfer{}, wrap(err, "create transfer")
	}
	return fromTransferRow(row), nil
}

// TransferByKey implements bank.Tx.
func (t bankTx) TransferByKey(ctx context.Context, key string) (bank.Transfer, error) {
	var row transferRow
	err := t.tx.WithContext(ctx).Take(&row, "idempotency_key = ?", key).Error
	return fromTransferRow(row), wrap(err, "get transfer by key")
}
