// Package banktest provides a bank.Store for tests.
package banktest

import (
	"context"
	"slices"

	"github.com/acme/payments/internal/apperr"
	"github.com/acme/payments/internal/bank"
)

// Store is a bank.Store in memory, not safe for concurrent use. IDs start at 1.
type Store struct {
	Accounts  []bank.Account
	Transfers []bank.Transfer
	Locked    []int64 // IDs of the locked accounts, in order
	Err       error   // returned by every call if not nil
}

// CreateAccount implements bank.Store.
func (s *Store) CreateAccount(_ context.Context, account bank.Account) (bank.Account, error) {
	if s.Err != nil {
		return bank.Account{}, s.Err
	}
	account.ID = int64(len(s.Accounts)) + 1
	s.Accounts = append(s.Accounts, account)
	return account, nil
}

// GetAccount implements bank.Store.
func (s *Store) GetAccount(_ context.Context, id int64) (bank.Account, error) {
	if s.Err != nil {
		return bank.Account{}, s.Err
	}
	return find(s.Accounts, func(a bank.Account) bool { return a.ID == id })
}

// GetTransfer implements bank.Store.
func (s *Store) GetTransfer(_ context.Context, id int64) (bank.Transfer, error) {
	if s.Err != nil {
		return bank.Transfer{}, s.Err
	}
	return find(s.Transfers, func(t bank.Transfer) bool { return t.ID == id })
}

// InTx implements bank.Store. The transaction works on a copy.
func (s *Store) InTx(ctx context.Context, fn func(ctx context.Context, tx bank.Tx) error) error {
	if s.Err != nil {
		return s.Err
	}
	work := tx{Store{Accounts: slices.Clone(s.Accounts), Transfers: slices.Clone(s.Transfers)}}
	err := fn(ctx, &work)
	s.Locked = work.Locked
	if err == nil {
		s.Accounts, s.Transfers = work.Accounts, work.Transfers
	}
	return err
}

type tx struct {
	Store
}

// LockAccount implements bank.Tx.
func (t *tx) LockAccount(ctx context.Context, id int64) (bank.Account, error) {
	t.Locked = append(t.Locked, id)
	return t.GetAccount(ctx, id)
}

// AddToBalance implements bank.Tx.
func (t *tx) AddToBalance(_ context.Context, id, cents int64) error {
	t.Accounts[id-1].BalanceCents += cents
	return nil
}

// CreateTransfer implements bank.Tx.
func (t *tx) CreateTransfer(_ context.Context, transfer bank.Transfer) (bank.Transfer, error) {
	transfer.ID = int64(len(t.Transfers)) + 1
	t.Transfers = append(t.Transfers, transfer)
	return transfer, nil
}

// TransferByKey implements bank.Tx.
func (t *tx) TransferByKey(_ context.Context, key string) (bank.Transfer, error) {
	return find(t.Transfers, func(made bank.Transfer) bool { return made.Key == key })
}

func find[T any](rows []T, matches func(T) bool) (row T, err error) {
	if i := slices.IndexFunc(rows, matches); i >= 0 {
		return rows[i], nil
	}
	return row, apperr.ErrNotFound
}
