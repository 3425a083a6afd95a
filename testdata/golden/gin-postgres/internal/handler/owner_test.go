package handler_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/page"
	"github.com/acme/notes/internal/principal"
)

// userOf returns the id of the user with a token.
func userOf(token string) uuid.UUID {
	p, _ := roles{}.Authenticate(context.Background(), token) // never fails
	return p.ID
}

// ownerOf returns where a row of the store has its owner, nil if rows have none.
func (f *fakeStore[T]) ownerOf(row *T) *uuid.UUID {
	if f.owner == "" {
		return nil
	}
	user, _ := f.fields[f.owner].At(row).(*uuid.UUID) // always one
	return user
}

// belonging returns how the fields of a row follow its id in JSON, if it belongs to
// the admin that tests are.
func (s resourceSuite[T]) belonging(fields string) string {
	if s.owner == "" {
		return fields
	}
	return fmt.Sprintf(`%q:%q,%s`, s.owner, userOf(principal.Admin), fields)
}

// ownedStore is a fakeStore whose rows belong to users.
type ownedStore[T any] struct{ fake *fakeStore[T] }

func (s ownedStore[T]) Create(ctx context.Context, whose owner.Scope, from T) (T, error) {
	*s.fake.ownerOf(&from) = whose.User
	return s.fake.Create(ctx, from)
}

func (s ownedStore[T]) Get(ctx context.Context, whose owner.Scope, id int64) (T, error) {
	row, err := s.fake.Get(ctx, id)
	if err == nil && !whose.Has(*s.fake.ownerOf(&row)) {
		return *new(T), apperr.ErrNotFound
	}
	return row, err
}

func (s ownedStore[T]) List(ctx context.Context, whose owner.Scope, q page.Query[T]) (page.Page[T], error) {
	visible := fakeStore[T]{err: s.fake.err}
	for _, row := range s.fake.rows {
		if whose.Has(*s.fake.ownerOf(&row)) {
			visible.rows = append(visible.rows, row)
		}
	}
	return visible.List(ctx, q)
}

func (s ownedStore[T]) Update(ctx context.Context, whose owner.Scope, id int64, apply func(*T) error) (T, error) {
	if row, err := s.Get(ctx, whose, id); err != nil {
		return row, err
	}
	return s.fake.Update(ctx, id, apply)
}

func (s ownedStore[T]) Delete(ctx context.Context, whose owner.Scope, id int64, check func(*T) error) error {
	_, err := s.Update(ctx, whose, id, check)
	return err
}

// testOwners sends requests as the owner of a row, as another user and as an admin.
func (s resourceSuite[T]) testOwners(t *testing.T) {
	t.Helper()
	as := func(token string) http.Header {
		return http.Header{"Authorization": {"Bearer " + token}, "Content-Type": {"application/json"}}
	}
	body, owned := `{`+s.first+`}`, fmt.Sprintf(`%q:%q`, s.owner, userOf("user.ann"))
	for _, request := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "", ``, http.StatusOK, owned},
		{"GET", "?" + s.owner + "=" + userOf("user.ann").String(), ``, http.StatusOK, owned},
		{"GET", s.at(1), ``, http.StatusOK, owned},
		{"HEAD", s.at(1), ``, http.StatusOK, ``},
		{"PUT", s.at(1), body, http.StatusOK, owned},
		{"PATCH", s.at(1), body, http.StatusOK, owned},
		{"DELETE", s.at(1), ``, http.StatusNoContent, ``},
	} {
		for token, visible := range map[string]bool{"user.ann": true, "user.bob": false, principal.Admin: true} {
			t.Run(fmt.Sprintf("%s %s as %s", request.method, request.path, token), func(t *testing.T) {
				t.Parallel()
				fake := s.store(t)
				*fake.ownerOf(&fake.rows[0]) = userOf("user.ann")
				status, want := request.status, request.want
				switch {
				case visible:
				case strings.HasPrefix(request.path, "/"):
					status, want = http.StatusNotFound, ``
				default:
					want = `"items":[]`
				}
				wantResponse(t, send(t, s.deps(fake), request.method, s.path+request.path, as(token), request.body), status, want)
			})
		}
	}
	t.Run("POST", func(t *testing.T) {
		t.Parallel()
		wantResponse(t, send(t, s.deps(s.store(t)), "POST", s.path, as("user.ann"), body), http.StatusCreated, owned)
	})
	t.Run("POST as nobody", func(t *testing.T) {
		t.Parallel()
		fake := s.store(t)
		fake.err = fmt.Errorf("%w: %w", owner.ErrUnknown, apperr.ErrReference)
		w := send(t, s.deps(fake), "POST", s.path, as("user.ann"), body)
		wantResponse(t, w, http.StatusUnauthorized, "")
		if got := w.Header().Get("WWW-Authenticate"); !strings.HasSuffix(got, `error="invalid_token"`) {
			t.Errorf("challenge %q", got)
		}
	})
	for method, path := range map[string]string{"POST": "", "PUT": s.at(1), "PATCH": s.at(1)} {
		t.Run(method+" an owner", func(t *testing.T) {
			t.Parallel()
			foreign := fmt.Sprintf(`{%q:%q,%s}`, s.owner, userOf("user.bob"), s.first)
			w := send(t, s.deps(s.store(t)), method, s.path+path, as(principal.Admin), foreign)
			wantResponse(t, w, http.StatusBadRequest, `unknown field`)
		})
	}
}
