package store_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/owner"
)

type ownedBulkStore[T any] interface {
	CreateAll(ctx context.Context, whose owner.Scope, rows []T) ([]T, error)
	DeleteAll(ctx context.Context, whose owner.Scope, ids []int64, check func(*T) error) error
}

var errNoBulk = errors.New("the store has no CreateAll and DeleteAll")

func (s scoped[T]) CreateAll(ctx context.Context, rows []T) ([]T, error) {
	if store, ok := s.store.(ownedBulkStore[T]); ok {
		return store.CreateAll(ctx, s.whose, rows)
	}
	return nil, errNoBulk
}

func (s scoped[T]) DeleteAll(ctx context.Context, ids []int64, check func(*T) error) error {
	if store, ok := s.store.(ownedBulkStore[T]); ok {
		return store.DeleteAll(ctx, s.whose, ids, check)
	}
	return errNoBulk
}

// testBulkOwners tests that somebody deletes several rows only if all are their own.
func (s resourceSuite[T]) testBulkOwners(t *testing.T, own, other scoped[T]) {
	t.Helper()
	created, err := own.CreateAll(t.Context(), []T{s.numbered(t, 3), s.numbered(t, 4)})
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for _, row := range created {
		if user := *s.ownerOf(&row); user != own.whose.User {
			t.Errorf("a row belongs to %s, want %s", user, own.whose.User)
		}
		ids = append(ids, stampsOf(t, row).ID)
	}
	err = other.DeleteAll(t.Context(), ids, func(*T) error { t.Error("another user deletes the rows"); return nil })
	if !errors.Is(err, apperr.ErrNotFound) || !slices.Equal(fieldsIn(err), []string{"ids[0]"}) {
		t.Errorf("another user: error = %v of %v, want ErrNotFound of ids[0]", err, fieldsIn(err))
	}
	slices.Reverse(ids) // rows may refer to those before them
	if err := own.DeleteAll(t.Context(), ids, always[T]); err != nil {
		t.Error(err)
	}
}
