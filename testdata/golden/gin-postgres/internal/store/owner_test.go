package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/page"
)

// ownedStore is a store of rows that belong to users.
type ownedStore[T any] interface {
	Create(ctx context.Context, whose owner.Scope, from T) (T, error)
	Get(ctx context.Context, whose owner.Scope, id int64) (T, error)
	List(ctx context.Context, whose owner.Scope, q page.Query[T]) (page.Page[T], error)
	Update(ctx context.Context, whose owner.Scope, id int64, apply func(*T) error) (T, error)
	Delete(ctx context.Context, whose owner.Scope, id int64, check func(*T) error) error
}

// scoped is a store as those see it whose scope it has.
type scoped[T any] struct {
	store ownedStore[T]
	whose owner.Scope
}

func (s scoped[T]) Create(ctx context.Context, from T) (T, error) {
	return s.store.Create(ctx, s.whose, from)
}

func (s scoped[T]) Get(ctx context.Context, id int64) (T, error) {
	return s.store.Get(ctx, s.whose, id)
}

func (s scoped[T]) List(ctx context.Context, q page.Query[T]) (page.Page[T], error) {
	return s.store.List(ctx, s.whose, q)
}

func (s scoped[T]) Update(ctx context.Context, id int64, apply func(*T) error) (T, error) {
	return s.store.Update(ctx, s.whose, id, apply)
}

func (s scoped[T]) Delete(ctx context.Context, id int64, check func(*T) error) error {
	return s.store.Delete(ctx, s.whose, id, check)
}

// testOwners tests who sees the rows of a user and may change them: this user and
// admins, but not another one.
func (s resourceSuite[T]) testOwners(t *testing.T, store ownedStore[T], user, another uuid.UUID) {
	t.Helper()
	ctx := t.Context()
	own := scoped[T]{store, owner.Scope{User: user}}
	other := scoped[T]{store, owner.Scope{User: another}}
	all := scoped[T]{store, owner.Scope{User: another, All: true}}
	row, id := s.create(t, own, s.numbered(t, 1))
	if belongs := *s.ownerOf(&row); belongs != user {
		t.Errorf("the row belongs to %s, want %s", belongs, user)
	}

	_, errGet := other.Get(ctx, id)
	_, errUpdate := other.Update(ctx, id, func(*T) error { t.Error("another user changes the row"); return nil })
	errDelete := other.Delete(ctx, id, func(*T) error { t.Error("another user deletes the row"); return nil })
	for _, err := range []error{errGet, errUpdate, errDelete} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("another user: error = %v, want ErrNotFound", err)
		}
	}
	s.testOwnedLists(t, user, own, all, other)

	for name, store := range map[string]scoped[T]{"own": own, "admin": all} {
		if found, err := store.Get(ctx, id); err != nil || *s.ownerOf(&found) != user {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
		changed, err := store.Update(ctx, id, func(row *T) error { *s.ownerOf(row) = another; return nil })
		if err != nil || *s.ownerOf(&changed) != user {
			t.Errorf("%s: a change gives the row to another user: %+v, %v", name, changed, err)
		}
		found, err := own.Get(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, found, changed)
	}
	if s.bulk {
		s.testBulkOwners(t, own, other)
	}
	if err := all.Delete(ctx, id, always[T]); err != nil {
		t.Errorf("admin: %v", err)
	}
	if _, err := own.Get(ctx, id); !errors.Is(err, apperr.ErrNotFound) {
		t.Errorf("after the admin has deleted it: %v", err)
	}
}

// testOwnedLists tests who finds a row of a user in lists.
func (s resourceSuite[T]) testOwnedLists(t *testing.T, user uuid.UUID, own, all, other scoped[T]) {
	t.Helper()
	ctx := t.Context()
	filter := s.owner + "=" + user.String()
	for query, want := range map[string]int{"": 1, "sort=-id": 1, filter: 1, s.owner + "[ne]=" + user.String(): 0} {
		for name, store := range map[string]scoped[T]{"own": own, "admin": all, "other": other} {
			q, want := s.query(t, query+"&count=true"), want
			if q.CountTimeout = time.Minute; name == "other" {
				want = 0
			}
			p, err := store.List(ctx, q)
			if err != nil || len(p.Items) != want || p.Total == nil || *p.Total != int64(want) {
				t.Errorf("%s, %q: %+v, %v; want %d rows", name, query, p, err, want)
			}
		}
	}
}

// ownerOf returns where a row has its owner.
func (s resourceSuite[T]) ownerOf(row *T) *uuid.UUID {
	user, _ := s.fields[s.owner].At(row).(*uuid.UUID) // always one
	return user
}
