package bank_test

import (
	"errors"
	"testing"

	"github.com/acme/ledger/internal/apperr"
	"github.com/acme/ledger/internal/bank"
	"github.com/acme/ledger/internal/validate"
)

func TestTransferLimit(t *testing.T) {
	s := bank.NewService(newStore(100, 0), validate.New()).WithLimits(bank.Limits{Transfer: 50})
	in := bank.TransferInput{FromAccountID: new(int64(1)), ToAccountID: new(int64(2)), AmountCents: new(int64(51))}
	if _, err := s.CreateTransfer(t.Context(), "limit", in); !errors.Is(err, apperr.ErrTransferLimit) {
		t.Errorf("got %v", err)
	}
}
