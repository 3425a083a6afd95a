package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/acme/notes/internal/apperr"
)

type bulkStore[T any] interface {
	resourceStore[T]
	CreateAll(ctx context.Context, rows []T) ([]T, error)
	DeleteAll(ctx context.Context, ids []int64, check func(*T) error) error
}

// threeRows creates three rows and returns them, and their ids from last to first, because
// rows may refer to those before them.
func (s resourceSuite[T]) threeRows(t *testing.T) (store bulkStore[T], created []T, ids []int64) {
	t.Helper()
	store, ok := s.open(t).(bulkStore[T])
	if !ok {
		t.Fatal("the store has no CreateAll and DeleteAll")
	}
	rows := []T{s.numbered(t, 0), s.numbered(t, 1), s.numbered(t, 2)}
	created, err := store.CreateAll(t.Context(), rows)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range created {
		equal(t, values(t, row), values(t, rows[i]))
		ids = slices.Insert(ids, 0, stampsOf(t, row).ID)
	}
	return store, created, ids
}

func (s resourceSuite[T]) testCreateAll(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	store, created, ids := s.threeRows(t)
	found, err := store.Get(ctx, ids[0])
	if err != nil || stampsOf(t, found).Version != 1 {
		t.Errorf("created %+v, %v", found, err)
	}
	equal(t, found, created[2])
	if s.unique != nil {
		taken := parse[T](t, string(values(t, created[1])))
		if _, err := store.CreateAll(ctx, []T{s.numbered(t, 3), taken}); !errors.Is(err, apperr.ErrConflict) || !inSecond(fieldsIn(err)) {
			t.Errorf("error = %v of %v, want ErrConflict of items[1]", err, fieldsIn(err))
		}
	}
	equal(t, s.walk(t, store, "", 5), created)
}

func (s resourceSuite[T]) testDeleteAll(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	store, created, ids := s.threeRows(t)
	refused := errors.New("refused")
	err := store.DeleteAll(ctx, ids, func(row *T) error {
		if stampsOf(t, *row).ID == ids[1] {
			return refused
		}
		return nil
	})
	if !errors.Is(err, refused) {
		t.Errorf("error of a refused deletion = %v", err)
	}
	if err := store.DeleteAll(ctx, []int64{ids[0], ids[0]}, always[T]); err != nil {
		t.Errorf("delete a row twice: %v", err)
	}
	err = store.DeleteAll(ctx, []int64{ids[1], ids[0]}, always[T])
	if !errors.Is(err, apperr.ErrNotFound) || !slices.Equal(fieldsIn(err), []string{"ids[1]"}) {
		t.Errorf("error = %v of %v, want ErrNotFound of ids[1]", err, fieldsIn(err))
	}
	equal(t, s.walk(t, store, "", 5), created[:2])
	if err := store.DeleteAll(ctx, ids[1:], always[T]); err != nil {
		t.Error(err)
	}
	if left := s.walk(t, store, "", 5); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
}

// inSecond reports whether fields are those of the second item.
func inSecond(fields []string) bool {
	return len(fields) > 0 && !slices.ContainsFunc(fields, func(name string) bool { return !strings.HasPrefix(name, "items[1].") })
}
