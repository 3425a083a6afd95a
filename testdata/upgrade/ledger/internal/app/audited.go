package app

import (
	"context"
	"log/slog"

	"github.com/acme/ledger/internal/audit"
	"github.com/acme/ledger/internal/bank"
)

// audited is a bank.Store that leaves a trail of new accounts.
type audited struct {
	bank.Store
	trail *audit.Trail
	log   *slog.Logger
}

// CreateAccount implements bank.Store.
func (s audited) CreateAccount(ctx context.Context, account bank.Account) (bank.Account, error) {
	made, err := s.Store.CreateAccount(ctx, account)
	if err == nil {
		if err := s.trail.Record(ctx, "account", made.ID); err != nil {
			s.log.ErrorContext(ctx, "audit", slog.Any("error", err))
		}
	}
	return made, err
}
