package bank

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/validate"
)

// maxKey is the maximum length of an idempotency key.
const maxKey = 255

// Service implements the business rules. It is safe for concurrent use.
type Service struct {
	store     Store
	validator *validate.Validator
}

// NewService returns a Service over store.
func NewService(store Store, validator *validate.Validator) *Service {
	return &Service{store: store, validator: validator}
}

// CreateAccount opens an account.
func (s *Service) CreateAccount(ctx context.Context, in AccountInput) (Account, error) {
	if err := s.validator.Struct(in); err != nil {
		return Account{}, err
	}
	return s.store.CreateAccount(ctx, Account{Owner: in.Owner, BalanceCents: in.BalanceCents})
}

// GetAccount returns an account.
func (s *Service) GetAccount(ctx context.Context, id int64) (Account, error) {
	return s.store.GetAccount(ctx, id)
}

// GetTransfer returns a transfer.
func (s *Service) GetTransfer(ctx context.Context, id int64) (Transfer, error) {
	return s.store.GetTransfer(ctx, id)
}

// CreateTransfer transfers money, once per key: a client that got no response
// retries with the same key and gets the transfer that was made. A refused
// transfer leaves its key free. All clients share one key space, since there are
// no users.
func (s *Service) CreateTransfer(ctx context.Context, key string, in TransferInput) (Transfer, error) {
	wanted, err := s.check(key, in)
	if err != nil {
		return Transfer{}, err
	}
	var made Transfer
	transact := func(ctx context.Context, tx Tx) (err error) {
		made, err = transfer(ctx, tx, wanted)
		return err
	}
	err = s.store.InTx(ctx, transact)
	if errors.Is(err, apperr.ErrConflict) { // another request took the key; this time its transfer is found
		err = s.store.InTx(ctx, transact)
	}
	switch {
	case err != nil:
		return Transfer{}, err
	case !made.isAs(wanted):
		return Transfer{}, apperr.ErrKeyReused
	}
	return made, nil
}

// check validates the input and returns the transfer it asks for.
func (s *Service) check(key string, in TransferInput) (Transfer, error) {
	invisible := func(r rune) bool { return r < '!' || r > '~' }
	if key == "" || len(key) > maxKey || strings.ContainsFunc(key, invisible) {
		return Transfer{}, &apperr.BadRequest{Message: fmt.Sprintf("Idempotency-Key must be one string of 1 to %d visible ASCII characters", maxKey)}
	}
	if err := s.validator.Struct(in); err != nil {
		return Transfer{}, err
	}
	if *in.FromAccountID == *in.ToAccountID {
		return Transfer{}, apperr.ErrSameAccount
	}
	return Transfer{Key: key, FromAccountID: *in.FromAccountID, ToAccountID: *in.ToAccountID, AmountCents: *in.AmountCents}, nil
}

// transfer makes a transfer, or returns the one made earlier with the same key. It
// looks for that after taking the locks, when a concurrent request with the key
// has finished.
func transfer(ctx context.Context, tx Tx, wanted Transfer) (Transfer, error) {
	from, to, err := lock(ctx, tx, wanted)
	if err != nil {
		return Transfer{}, err
	}
	made, err := tx.TransferByKey(ctx, wanted.Key)
	if !errors.Is(err, apperr.ErrNotFound) {
		return made, err
	}
	switch {
	case from.BalanceCents < wanted.AmountCents:
		return Transfer{}, apperr.ErrInsufficientFunds
	case to.BalanceCents > math.MaxInt64-wanted.AmountCents:
		return Transfer{}, apperr.ErrBalanceLimit
	}
	if err := tx.AddToBalance(ctx, from.ID, -wanted.AmountCents); err != nil {
		return Transfer{}, err
	}
	if err := tx.AddToBalance(ctx, to.ID, wanted.AmountCents); err != nil {
		return Transfer{}, err
	}
	return tx.CreateTransfer(ctx, wanted)
}

// lock locks both accounts in the order of their IDs, so that transfers cannot
// deadlock.
func lock(ctx context.Context, tx Tx, wanted Transfer) (from, to Account, err error) {
	fields := map[int64]string{wanted.FromAccountID: "from_account_id", wanted.ToAccountID: "to_account_id"}
	accounts := make(map[int64]Account, len(fields))
	for _, id := range slices.Sorted(maps.Keys(fields)) {
		accounts[id], err = tx.LockAccount(ctx, id)
		if errors.Is(err, apperr.ErrNotFound) {
			err = fmt.Errorf("account %d: %w", id, apperr.ErrReference)
			return from, to, &apperr.Violation{Err: err, Fields: []apperr.FieldError{apperr.Missing(fields[id])}}
		}
		if err != nil {
			return from, to, err
		}
	}
	return accounts[wanted.FromAccountID], accounts[wanted.ToAccountID], nil
}

// isAs reports whether two transfers have the same accounts and amount.
func (t Transfer) isAs(other Transfer) bool {
	return t.FromAccountID == other.FromAccountID && t.ToAccountID == other.ToAccountID && t.AmountCents == other.AmountCents
}
