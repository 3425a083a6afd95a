package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/acme/payments/internal/apperr"
	"github.com/acme/payments/internal/bank"
	"github.com/acme/payments/internal/store"
	"github.com/acme/payments/internal/validate"
)

// openAccounts opens an account per balance and returns the IDs.
func openAccounts(t *testing.T, s bank.Store, cents ...int64) []int64 {
	t.Helper()
	var ids []int64
	for i, balance := range cents {
		a, err := s.CreateAccount(t.Context(), bank.Account{Owner: fmt.Sprintf("owner %d", i), BalanceCents: balance})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, a.ID)
	}
	return ids
}

// wantBalances checks the balances of accounts.
func wantBalances(t *testing.T, s bank.Store, ids []int64, want ...int64) {
	t.Helper()
	var got []int64
	for _, id := range ids {
		a, err := s.GetAccount(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, a.BalanceCents)
	}
	if !slices.Equal(got, want) {
		t.Errorf("balances are %v, want %v", got, want)
	}
}

func bankService(s bank.Store) *bank.Service {
	return bank.NewService(s, validate.New())
}

func TestBank_KeepsWhatItIsGiven(t *testing.T) {
	t.Parallel()
	s := store.NewBank(open(t))
	account, err := s.CreateAccount(t.Context(), bank.Account{Owner: "Ada <é>", BalanceCents: 1<<63 - 1})
	if err != nil || account.ID < 1 || account.CreatedAt.IsZero() {
		t.Fatalf("created %+v, %v", account, err)
	}
	if found, err := s.GetAccount(t.Context(), account.ID); err != nil || found != account {
		t.Errorf("found %+v, %v, want %+v", found, err, account)
	}
	ids := openAccounts(t, s, 100, 0)
	made, err := bankService(s).CreateTransfer(t.Context(), "key", bank.TransferInput{FromAccountID: &ids[0], ToAccountID: &ids[1], AmountCents: new(int64(30))})
	if err != nil || made.ID < 1 || made.CreatedAt.IsZero() {
		t.Fatalf("made %+v, %v", made, err)
	}
	if found, err := s.GetTransfer(t.Context(), made.ID); err != nil || found != made {
		t.Errorf("found %+v, %v, want %+v", found, err, made)
	}
	wantBalances(t, s, ids, 70, 30)
}

func TestBank_NotFound(t *testing.T) {
	t.Parallel()
	s := store.NewBank(open(t))
	_, errAccount := s.GetAccount(t.Context(), 1)
	_, errTransfer := s.GetTransfer(t.Context(), 1)
	for _, err := range []error{errAccount, errTransfer} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

// brokenStore fails in each transaction, between debit and credit.
type brokenStore struct {
	bank.Store
	fault func() error
}

func (s brokenStore) InTx(ctx context.Context, fn func(ctx context.Context, tx bank.Tx) error) error {
	return s.Store.InTx(ctx, func(ctx context.Context, tx bank.Tx) error { return fn(ctx, brokenTx{tx, s.fault}) })
}

type brokenTx struct {
	bank.Tx
	fault func() error
}

func (t brokenTx) AddToBalance(ctx context.Context, id, cents int64) error {
	return errors.Join(t.Tx.AddToBalance(ctx, id, cents), t.fault())
}

func TestBank_BrokenTransfer(t *testing.T) {
	t.Parallel()
	s := store.NewBank(open(t))
	ids := openAccounts(t, s, 100, 0)
	in := bank.TransferInput{FromAccountID: &ids[0], ToAccountID: &ids[1], AmountCents: new(int64(30))}
	errFault := errors.New("fault")
	for _, tt := range []struct {
		name  string
		fault func() error
		want  error
	}{
		{"error", func() error { return errFault }, errFault},
		{"panic", func() error { panic(errFault) }, errFault},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := recovered(func() error {
				_, err := bankService(brokenStore{s, tt.fault}).CreateTransfer(t.Context(), "key", in)
				return err
			})
			if !errors.Is(err, tt.want) {
				t.Errorf("error = %v, want %v", err, tt.want)
			}
			wantBalances(t, s, ids, 100, 0)
		})
	}
	ctx, leave := context.WithCancel(t.Context())
	leaves := brokenStore{s, func() error { leave(); return nil }}
	if _, err := bankService(leaves).CreateTransfer(ctx, "key", in); err != nil {
		t.Errorf("in the end, with the same key and a client that leaves: %v", err)
	}
	wantBalances(t, s, ids, 70, 30)
}

// recovered calls fn and returns its error or the value it panics with.
func recovered(fn func() error) (err error) {
	defer func() {
		if cause, ok := recover().(error); ok {
			err = cause
		}
	}()
	return fn()
}

// TestBank_ParallelTransfers transfers random amounts between four accounts, often
// too much. The transfers must add up to the balances.
func TestBank_ParallelTransfers(t *testing.T) {
	t.Parallel()
	const workers, rounds, start = 8, 25, 100
	s := store.NewBank(open(t))
	service := bankService(s)
	ids := openAccounts(t, s, start, start, start, start)
	var mu sync.Mutex
	balances := []int64{start, start, start, start}
	var refused int
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := range rounds {
				from, to, amount := (w+i)%4, (w+i+1+i%3)%4, int64(w*i%120)+1
				if i%10 == 0 {
					amount = 4*start + 1 // more than all accounts hold
				}
				in := bank.TransferInput{FromAccountID: &ids[from], ToAccountID: &ids[to], AmountCents: &amount}
				_, err := service.CreateTransfer(t.Context(), fmt.Sprintf("%d-%d", w, i), in)
				mu.Lock()
				switch {
				case err == nil:
					balances[from] -= amount
					balances[to] += amount
				case errors.Is(err, apperr.ErrInsufficientFunds):
					refused++
				default:
					t.Error(err)
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	wantBalances(t, s, ids, balances...)
	if least := slices.Min(balances); least < 0 || refused < 3*workers || refused == workers*rounds {
		t.Errorf("%d transfers were refused, and an account holds %d", refused, least)
	}
}

// Many requests with one key make one transfer, which all of them get.
func TestBank_SameKey(t *testing.T) {
	t.Parallel()
	s := store.NewBank(open(t))
	service := bankService(s)
	ids := openAccounts(t, s, 100, 0)
	in := bank.TransferInput{FromAccountID: &ids[0], ToAccountID: &ids[1], AmountCents: new(int64(100))}
	made := make([]bank.Transfer, 8)
	var all sync.WaitGroup
	for i := range made {
		all.Go(func() {
			var err error
			if made[i], err = service.CreateTransfer(t.Context(), "key", in); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, m := range made {
		if m.ID < 1 || m != made[0] {
			t.Errorf("got %+v and %+v", made[0], m)
		}
	}
	wantBalances(t, s, ids, 0, 100)
	if _, err := service.CreateTransfer(t.Context(), "KEY", in); !errors.Is(err, apperr.ErrInsufficientFunds) {
		t.Errorf("key in capitals: %v, want ErrInsufficientFunds", err)
	}
}

// Of different transfers with one key, which share no lock, one is made and the
// others are refused.
func TestBank_KeyOfAnother(t *testing.T) {
	t.Parallel()
	s := store.NewBank(open(t))
	service := bankService(s)
	ids := openAccounts(t, s, 1, 1, 1, 1, 1, 1, 1, 1)
	made := make([]bool, len(ids)/2)
	var all sync.WaitGroup
	for i := range made {
		all.Go(func() {
			in := bank.TransferInput{FromAccountID: &ids[2*i], ToAccountID: &ids[2*i+1], AmountCents: new(int64(1))}
			_, err := service.CreateTransfer(t.Context(), "key", in)
			if err != nil && !errors.Is(err, apperr.ErrKeyReused) {
				t.Error(err)
			}
			made[i] = err == nil
		})
	}
	all.Wait()
	first := slices.Index(made, true)
	if first < 0 || slices.Contains(made[first+1:], true) {
		t.Fatalf("made %v, want one", made)
	}
	want := []int64{1, 1, 1, 1, 1, 1, 1, 1}
	want[2*first], want[2*first+1] = 0, 2
	wantBalances(t, s, ids, want...)
}

// The schema enforces its rules without the service.
func TestBank_SchemaRefuses(t *testing.T) {
	t.Parallel()
	s := store.NewBank(open(t))
	ids := openAccounts(t, s, 100, 0)
	for name, fn := range map[string]func(ctx context.Context, tx bank.Tx) error{
		"less than nothing": func(ctx context.Context, tx bank.Tx) error { return tx.AddToBalance(ctx, ids[0], -101) },
		"more than fits":    func(ctx context.Context, tx bank.Tx) error { return tx.AddToBalance(ctx, ids[0], 1<<63-1) },
		"to itself": func(ctx context.Context, tx bank.Tx) error {
			_, err := tx.CreateTransfer(ctx, bank.Transfer{Key: "key", FromAccountID: ids[0], ToAccountID: ids[0], AmountCents: 1})
			return err
		},
		"nothing": func(ctx context.Context, tx bank.Tx) error {
			_, err := tx.CreateTransfer(ctx, bank.Transfer{Key: "key", FromAccountID: ids[0], ToAccountID: ids[1]})
			return err
		},
		"to nowhere": func(ctx context.Context, tx bank.Tx) error {
			_, err := tx.CreateTransfer(ctx, bank.Transfer{Key: "key", FromAccountID: ids[0], ToAccountID: ids[1] + 1, AmountCents: 1})
			return err
		},
	} {
		if err := s.InTx(t.Context(), fn); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	wantBalances(t, s, ids, 100, 0)
}
