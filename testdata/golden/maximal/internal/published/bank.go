package published

import (
	"context"
	"fmt"

	"github.com/acme/everything/internal/bank"
	"github.com/acme/everything/internal/outbox"
)

// Bank is a bank.Store that publishes which accounts are opened and which transfers
// are made.
type Bank struct {
	inner  bank.Store
	outbox *outbox.Outbox
}

// NewBank returns a store of what is in inner, which joins the transactions of the
// outbox.
func NewBank(inner bank.Store, to *outbox.Outbox) *Bank {
	return &Bank{inner: inner, outbox: to}
}

// CreateAccount implements bank.Store.
func (s *Bank) CreateAccount(ctx context.Context, account bank.Account) (created bank.Account, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if created, err = s.inner.CreateAccount(ctx, account); err != nil {
			return err
		}
		return events.Add("account", "created", fmt.Sprintf("accounts/%d", created.ID), created)
	})
	return created, err
}

// GetAccount implements bank.Store.
func (s *Bank) GetAccount(ctx context.Context, id int64) (bank.Account, error) {
	return s.inner.GetAccount(ctx, id)
}

// GetTransfer implements bank.Store.
func (s *Bank) GetTransfer(ctx context.Context, id int64) (bank.Transfer, error) {
	return s.inner.GetTransfer(ctx, id)
}

// InTx implements bank.Store.
func (s *Bank) InTx(ctx context.Context, fn func(ctx context.Context, tx bank.Tx) error) error {
	return s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) error {
		return s.inner.InTx(ctx, func(ctx context.Context, tx bank.Tx) error {
			return fn(ctx, bankTx{tx, events})
		})
	})
}

// bankTx is a transaction that publishes the transfers made in it.
type bankTx struct {
	bank.Tx
	events *outbox.Events
}

// CreateTransfer implements bank.Tx.
func (t bankTx) CreateTransfer(ctx context.Context, transfer bank.Transfer) (bank.Transfer, error) {
	made, err := t.Tx.CreateTransfer(ctx, transfer)
	if err != nil {
		return bank.Transfer{}, err
	}
	return made, t.events.Add("transfer", "created", fmt.Sprintf("transfers/%d", made.ID), made)
}
