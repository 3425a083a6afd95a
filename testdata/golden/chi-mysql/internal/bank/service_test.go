package bank_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/acme/payments/internal/apperr"
	"github.com/acme/payments/internal/bank"
	"github.com/acme/payments/internal/bank/banktest"
	"github.com/acme/payments/internal/validate"
)

// newStore returns a store with accounts 1, 2, 3 and a transfer of 5 cents from 1
// to 2 with the key "used".
func newStore(balances ...int64) *banktest.Store {
	s := &banktest.Store{Transfers: []bank.Transfer{{ID: 1, Key: "used", FromAccountID: 1, ToAccountID: 2, AmountCents: 5}}}
	for i, cents := range balances {
		s.Accounts = append(s.Accounts, bank.Account{ID: int64(i) + 1, BalanceCents: cents})
	}
	return s
}

func balances(s *banktest.Store) []int64 {
	var cents []int64
	for _, a := range s.Accounts {
		cents = append(cents, a.BalanceCents)
	}
	return cents
}

func TestCreateTransfer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, key        string
		from, to, amount int64
		id               int64 // of the result
		want             []int64
	}{
		{"some", "new", 1, 2, 30, 2, []int64{70, 80, 0}},
		{"the other way", "new", 2, 1, 30, 2, []int64{130, 20, 0}},
		{"all there is", "new", 1, 3, 100, 2, []int64{0, 50, 100}},
		{"once more", "used", 1, 2, 5, 1, []int64{100, 50, 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newStore(100, 50, 0)
			in := bank.TransferInput{FromAccountID: &tt.from, ToAccountID: &tt.to, AmountCents: &tt.amount}
			made, err := bank.NewService(s, validate.New()).CreateTransfer(t.Context(), tt.key, in)
			want := bank.Transfer{ID: tt.id, Key: tt.key, FromAccountID: tt.from, ToAccountID: tt.to, AmountCents: tt.amount}
			if err != nil || made != want {
				t.Errorf("made %+v, %v, want %+v", made, err, want)
			}
			if got := balances(s); !slices.Equal(got, tt.want) {
				t.Errorf("balances are %v, want %v", got, tt.want)
			}
			if !slices.IsSorted(s.Locked) || len(s.Locked) != 2 {
				t.Errorf("accounts %v were locked, in this order", s.Locked)
			}
		})
	}
}

func TestCreateTransfer_Refused(t *testing.T) {
	t.Parallel()
	const rich, most = math.MaxInt64 - 99, math.MaxInt64
	for _, tt := range []struct {
		name, key        string
		from, to, amount int64
		want             string
	}{
		{"more than there is", "new", 1, 2, 101, "insufficient funds"},
		{"more than there can be", "new", 1, 3, 100, "the receiving account cannot hold that much"},
		{"all there can be", "new", 1, 2, most, "insufficient funds"},
		{"to itself", "new", 1, 1, 1, "same account"},
		{"nothing", "new", 1, 2, 0, "invalid: amount_cents must be at least 1"},
		{"less than nothing", "new", 1, 2, -1, "invalid: amount_cents must be at least 1"},
		{"from nowhere", "new", 9, 2, 1, "account 9: refers to what does not exist"},
		{"to nowhere", "new", 1, 9, 1, "account 9: refers to what does not exist"},
		{"from no id", "new", 0, 2, 1, "invalid: from_account_id must be at least 1"},
		{"to no id", "new", 1, -1, 1, "invalid: to_account_id must be at least 1"},
		{"another with the key", "used", 1, 2, 6, "the idempotency key was used for another transfer"},
		{"the other way with the key", "used", 2, 1, 5, "the idempotency key was used for another transfer"},
		{"no key", "", 1, 2, 1, "Idempotency-Key must be"},
		{"invisible key", "a b", 1, 2, 1, "Idempotency-Key must be"},
		{"key outside of ASCII", "schlüssel", 1, 2, 1, "Idempotency-Key must be"},
		{"long key", strings.Repeat("k", 256), 1, 2, 1, "Idempotency-Key must be"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newStore(100, 50, rich)
			in := bank.TransferInput{FromAccountID: &tt.from, ToAccountID: &tt.to, AmountCents: &tt.amount}
			made, err := bank.NewService(s, validate.New()).CreateTransfer(t.Context(), tt.key, in)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("made %+v, %v, want %q", made, err, tt.want)
			}
			if got := balances(s); !slices.Equal(got, []int64{100, 50, rich}) || len(s.Transfers) != 1 {
				t.Errorf("balances are %v with %d transfers", got, len(s.Transfers))
			}
		})
	}
}

// A refused transfer leaves its key free.
func TestCreateTransfer_AgainWithMoney(t *testing.T) {
	t.Parallel()
	s := newStore(10, 0)
	service := bank.NewService(s, validate.New())
	in := bank.TransferInput{FromAccountID: new(int64(1)), ToAccountID: new(int64(2)), AmountCents: new(int64(20))}
	if _, err := service.CreateTransfer(t.Context(), "new", in); !errors.Is(err, apperr.ErrInsufficientFunds) {
		t.Errorf("error = %v, want ErrInsufficientFunds", err)
	}
	s.Accounts[0].BalanceCents = 20
	if _, err := service.CreateTransfer(t.Context(), "new", in); err != nil {
		t.Error(err)
	}
}

// overtaken is a store in which another transfer takes the key just before the
// insert.
type overtaken struct {
	*banktest.Store
	by bank.Transfer
}

func (s overtaken) InTx(ctx context.Context, fn func(ctx context.Context, tx bank.Tx) error) error {
	if len(s.Transfers) > 0 {
		return s.Store.InTx(ctx, fn)
	}
	s.Transfers = append(s.Transfers, s.by)
	return apperr.ErrConflict
}

func TestCreateTransfer_Overtaken(t *testing.T) {
	t.Parallel()
	in := bank.TransferInput{FromAccountID: new(int64(1)), ToAccountID: new(int64(2)), AmountCents: new(int64(5))}
	for amount, want := range map[int64]error{5: nil, 6: apperr.ErrKeyReused} {
		s := overtaken{
			Store: &banktest.Store{Accounts: newStore(100, 0).Accounts},
			by:    bank.Transfer{ID: 7, Key: "new", FromAccountID: 1, ToAccountID: 2, AmountCents: amount},
		}
		made, err := bank.NewService(s, validate.New()).CreateTransfer(t.Context(), "new", in)
		if !errors.Is(err, want) || err == nil && made != s.by {
			t.Errorf("overtaken by %d cents: %+v, %v, want %v", amount, made, err, want)
		}
		if got := balances(s.Store); !slices.Equal(got, []int64{100, 0}) {
			t.Errorf("balances are %v", got)
		}
	}
}

func TestCreateAccount(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   bank.AccountInput
		want string // the error, "" for none
	}{
		{bank.AccountInput{Owner: "Ada"}, ""},
		{bank.AccountInput{Owner: strings.Repeat("ä", 200), BalanceCents: math.MaxInt64}, ""},
		{bank.AccountInput{Owner: strings.Repeat("ä", 201)}, "owner must have a length of at most 200"},
		{bank.AccountInput{}, "owner is required"},
		{bank.AccountInput{Owner: "Ada", BalanceCents: -1}, "balance_cents must be at least 0"},
	} {
		made, err := bank.NewService(newStore(), validate.New()).CreateAccount(t.Context(), tt.in)
		if tt.want != "" {
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%+v: %v, want %q", tt.in, err, tt.want)
			}
			continue
		}
		if want := (bank.Account{ID: 1, Owner: tt.in.Owner, BalanceCents: tt.in.BalanceCents}); err != nil || made != want {
			t.Errorf("made %+v, %v, want %+v", made, err, want)
		}
	}
}
