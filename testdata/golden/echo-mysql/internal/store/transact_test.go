package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/acme/tracks/internal/commit"
	"github.com/acme/tracks/internal/store"
)

// What waits for a transaction is done after its commit, and never if it is rolled
// back.
func TestTransact_work(t *testing.T) {
	db := open(t)
	done := 0
	transact := func(result error) error {
		return store.Transact(t.Context(), db, func(ctx context.Context) error {
			commit.After(ctx, func() { done++ })
			if done != 0 || !commit.Pending(ctx) {
				t.Errorf("before the commit: done %d times, pending: %t", done, commit.Pending(ctx))
			}
			return result
		})
	}
	refused := errors.New("refused")
	if err := transact(refused); !errors.Is(err, refused) || done != 0 {
		t.Errorf("rolled back: %v, done %d times", err, done)
	}
	if err := transact(nil); err != nil || done != 1 {
		t.Errorf("committed: %v, done %d times", err, done)
	}
}
