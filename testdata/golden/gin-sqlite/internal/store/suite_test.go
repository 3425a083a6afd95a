package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/page"
)

// resourceSuite tests a store of a resource.
type resourceSuite[T any] struct {
	open         func(testing.TB) resourceStore[T] // a new store
	fields       page.Fields[T]                    // of lists
	first, other string                            // two resources in JSON
	// numbered returns resources with many equal values and nulls, but none equal
	// where values must be unique.
	numbered func(tb testing.TB, n int) T
	unique   [][]string // fields whose values must be, alone or together
}

type resourceStore[T any] interface {
	Create(ctx context.Context, from T) (T, error)
	Get(ctx context.Context, id int64) (T, error)
	List(ctx context.Context, q page.Query[T]) (page.Page[T], error)
	Update(ctx context.Context, id int64, apply func(*T) error) (T, error)
	Delete(ctx context.Context, id int64, check func(*T) error) error
}

func (s resourceSuite[T]) run(t *testing.T) {
	t.Helper()
	t.Run("Lifecycle", s.testLifecycle)
	t.Run("Pages", s.testPages)
	t.Run("Filters", s.testFilters)
	t.Run("Count", s.testCount)
	t.Run("UpdatesTakeTurns", s.testUpdatesTakeTurns)
	t.Run("OneChangeOfAVersion", s.testOneChangeOfAVersion)
	t.Run("ClientLeaves", s.testClientLeaves)
	if s.unique != nil {
		t.Run("Conflict", s.testConflict)
	}
}

func (s resourceSuite[T]) testLifecycle(t *testing.T) {
	t.Parallel()
	ctx, store := t.Context(), s.open(t)
	created, id := s.create(t, store, parse[T](t, s.first))
	equal(t, values(t, created), values(t, parse[T](t, s.first)))
	found, err := store.Get(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, created)

	updated, err := store.Update(ctx, id, func(row *T) error {
		equal(t, *row, created)
		return json.Unmarshal([]byte(s.other), row)
	})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, values(t, updated), values(t, parse[T](t, s.other)))
	before, after := stampsOf(t, created), stampsOf(t, updated)
	if after.ID != id || after.Version != before.Version+1 || after.CreatedAt != before.CreatedAt || after.UpdatedAt.Before(before.UpdatedAt) {
		t.Errorf("after an update %v, before %v", after, before)
	}
	refused := errors.New("refused")
	_, err = store.Update(ctx, id, func(row *T) error { *row = created; return refused })
	if !errors.Is(err, refused) {
		t.Errorf("error of a refused change = %v", err)
	}
	found, err = store.Get(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, updated)

	err = store.Delete(ctx, id, func(row *T) error { equal(t, *row, updated); return refused })
	if !errors.Is(err, refused) {
		t.Errorf("error of a refused deletion = %v", err)
	}
	if err := store.Delete(ctx, id, always[T]); err != nil {
		t.Fatal(err)
	}
	_, errGet := store.Get(ctx, id)
	_, errUpdate := store.Update(ctx, id, always[T])
	for _, err := range []error{errGet, errUpdate, store.Delete(ctx, id, always[T])} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

// testClientLeaves cancels a request during its write, which takes place all the
// same.
func (s resourceSuite[T]) testClientLeaves(t *testing.T) {
	t.Parallel()
	store := s.open(t)
	ctx, leave := context.WithCancel(t.Context())
	_, id := s.create(t, store, parse[T](t, s.first))
	_, err := store.Update(ctx, id, func(row *T) error {
		leave()
		return json.Unmarshal([]byte(s.other), row)
	})
	if err != nil {
		t.Fatal(err)
	}
	found, err := store.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, values(t, found), values(t, parse[T](t, s.other)))
	if err := store.Delete(ctx, id, always[T]); err != nil {
		t.Errorf("delete: %v", err)
	}
	if _, err := store.Create(ctx, parse[T](t, s.first)); err != nil {
		t.Errorf("create: %v", err)
	}
}

func (s resourceSuite[T]) testConflict(t *testing.T) {
	t.Parallel()
	ctx, store := t.Context(), s.open(t)
	s.create(t, store, s.numbered(t, 0)) // may have nulls, which are equal to nothing
	taken, id := s.create(t, store, s.numbered(t, 1))
	_, other := s.create(t, store, s.numbered(t, 2))
	_, errCreate := store.Create(ctx, parse[T](t, string(values(t, taken))))
	_, errUpdate := store.Update(ctx, other, func(row *T) error { return json.Unmarshal(values(t, taken), row) })
	for _, err := range []error{errCreate, errUpdate} {
		fields := fieldsIn(err)
		if !errors.Is(err, apperr.ErrConflict) || !slices.ContainsFunc(s.unique, func(u []string) bool { return slices.Equal(u, fields) }) {
			t.Errorf("error = %v of %v, want ErrConflict of one of %v", err, fields, s.unique)
		}
	}
	if _, err := store.Update(ctx, id, always[T]); err != nil {
		t.Errorf("update to the same values: %v", err)
	}
}

func (s resourceSuite[T]) testUpdatesTakeTurns(t *testing.T) {
	t.Parallel()
	store := s.open(t)
	_, id := s.create(t, store, parse[T](t, s.first))
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := store.Update(t.Context(), id, func(*T) error {
				defer inside.Add(-1)
				if n := inside.Add(1); n > 1 {
					t.Errorf("%d changes at a time", n)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// Of clients that have read the same version, only one changes the row.
func (s resourceSuite[T]) testOneChangeOfAVersion(t *testing.T) {
	t.Parallel()
	store := s.open(t)
	_, id := s.create(t, store, parse[T](t, s.first))
	changed := errors.New("changed meanwhile")
	first := func(row *T) error {
		if stampsOf(t, *row).Version > 1 {
			return changed
		}
		return nil
	}
	var won atomic.Int32
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			var err error
			if n%2 == 0 {
				_, err = store.Update(t.Context(), id, first)
			} else {
				err = store.Delete(t.Context(), id, first)
			}
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, changed) && !errors.Is(err, apperr.ErrNotFound):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d changes of one version", won.Load())
	}
}

// always is an update without a change, and a check that never fails.
func always[T any](*T) error { return nil }

func (s resourceSuite[T]) create(t *testing.T, store resourceStore[T], row T) (created T, id int64) {
	t.Helper()
	created, err := store.Create(t.Context(), row)
	if err != nil {
		t.Fatal(err)
	}
	at := stampsOf(t, created)
	var unset int64
	if at.ID == unset || at.Version != 1 || at.UpdatedAt != at.CreatedAt || time.Since(at.CreatedAt).Abs() > time.Minute {
		t.Errorf("created with %v", at)
	}
	return created, at.ID
}

// fieldsIn returns the names of the fields at fault in an error.
func fieldsIn(err error) []string {
	violation, ok := errors.AsType[*apperr.Violation](err)
	if !ok {
		return nil
	}
	var fields []string
	for _, f := range violation.Fields {
		fields = append(fields, f.Field)
	}
	return fields
}

// stamps are the fields that a store sets.
type stamps struct {
	ID        int64     `json:"id"`
	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

func stampsOf(tb testing.TB, row any) stamps {
	tb.Helper()
	return parse[stamps](tb, encode(tb, row))
}

// values returns the JSON of a row without the fields that a store sets.
func values(tb testing.TB, row any) json.RawMessage {
	tb.Helper()
	fields := parse[map[string]json.RawMessage](tb, encode(tb, row))
	for _, key := range []string{"id", "version", "created_at", "updated_at"} {
		delete(fields, key)
	}
	return json.RawMessage(encode(tb, fields))
}

// equal compares values as clients see them.
func equal(tb testing.TB, got, want any) {
	tb.Helper()
	if got, want := encode(tb, got), encode(tb, want); got != want {
		tb.Errorf("got  %s\nwant %s", got, want)
	}
}

func encode(tb testing.TB, v any) string {
	tb.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

func parse[T any](tb testing.TB, text string) (v T) {
	tb.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		tb.Fatal(err)
	}
	return v
}
