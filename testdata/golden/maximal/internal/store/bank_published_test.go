package store_test

import (
	"errors"
	"testing"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/bank"
	"github.com/acme/everything/internal/outbox"
	"github.com/acme/everything/internal/published"
	"github.com/acme/everything/internal/store"
	"github.com/acme/everything/internal/validate"
)

// A transfer that is made has one event, also if its client asks for it again; one that
// is refused has none.
func TestBank_events(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), open(t)
	service := bank.NewService(published.NewBank(store.NewBank(db), outbox.New(store.NewTransactions(db))), validate.New())
	var ids []int64
	for range 2 {
		account, err := service.CreateAccount(ctx, bank.AccountInput{Owner: "Ada", BalanceCents: 100})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, account.ID)
	}
	for _, tt := range []struct {
		key    string
		amount int64
		want   error
		events int
	}{
		{"first", 30, nil, 1},
		{"first", 30, nil, 1},
		{"second", 1000, apperr.ErrInsufficientFunds, 1},
		{"third", 70, nil, 2},
	} {
		in := bank.TransferInput{FromAccountID: &ids[0], ToAccountID: &ids[1], AmountCents: &tt.amount}
		if _, err := service.CreateTransfer(ctx, tt.key, in); !errors.Is(err, tt.want) {
			t.Errorf("%s: error = %v, want %v", tt.key, err, tt.want)
		}
		if n := number(t, db, "SELECT COUNT(*) FROM outbox WHERE type LIKE '%.transfer.created.v1'"); n != tt.events {
			t.Errorf("%s: %d events of transfers, want %d", tt.key, n, tt.events)
		}
	}
	if n := number(t, db, "SELECT COUNT(*) FROM outbox WHERE type LIKE '%.account.created.v1'"); n != len(ids) {
		t.Errorf("%d events of accounts", n)
	}
}
