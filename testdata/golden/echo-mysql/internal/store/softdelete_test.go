package store_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/acme/tracks/internal/apperr"
)

// softStore is the store of a resource whose deleted rows can be restored.
type softStore[T any] interface {
	resourceStore[T]
	Restore(ctx context.Context, id int64) (T, error)
}

// testSoftDelete deletes a row, stores one with the same values, and restores the
// first when that is gone.
func (s resourceSuite[T]) testSoftDelete(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	store, ok := s.open(t).(softStore[T])
	if !ok {
		t.Fatal("the store cannot restore")
	}
	s.create(t, store, s.numbered(t, 0))
	created, id := s.create(t, store, s.numbered(t, 1))
	if _, err := store.Restore(ctx, id); !errors.Is(err, apperr.ErrNotFound) {
		t.Errorf("restore a row that is not deleted: error = %v, want ErrNotFound", err)
	}
	if err := store.Delete(ctx, id, always[T]); err != nil {
		t.Fatal(err)
	}
	if rows := s.walk(t, store, "sort=id", 100); len(rows) != 1 {
		t.Errorf("after a deletion the list has %d rows, want 1", len(rows))
	}

	_, again := s.create(t, store, parse[T](t, string(values(t, created))))
	_, err := store.Restore(ctx, id)
	if s.unique != nil {
		fields := fieldsIn(err)
		if !errors.Is(err, apperr.ErrConflict) || !slices.ContainsFunc(s.unique, func(u []string) bool { return slices.Equal(u, fields) }) {
			t.Errorf("restore beside a row with the same values: error = %v of %v, want ErrConflict of one of %v", err, fields, s.unique)
		}
		err = errors.Join(store.Delete(ctx, again, always[T]), restore(ctx, store, id))
	}
	if err != nil {
		t.Fatal(err)
	}
	restored, err := store.Get(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, values(t, restored), values(t, created))
	before, after := stampsOf(t, created), stampsOf(t, restored)
	if after.Version != before.Version+2 || after.CreatedAt != before.CreatedAt || after.UpdatedAt.Before(before.UpdatedAt) {
		t.Errorf("after a deletion and its restoration %v, before %v", after, before)
	}
}

func restore[T any](ctx context.Context, store softStore[T], id int64) error {
	_, err := store.Restore(ctx, id)
	return err
}
