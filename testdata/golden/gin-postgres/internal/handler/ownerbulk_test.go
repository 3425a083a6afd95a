package handler_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/principal"
)

func (s ownedStore[T]) CreateAll(ctx context.Context, whose owner.Scope, rows []T) ([]T, error) {
	for i := range rows {
		*s.fake.ownerOf(&rows[i]) = whose.User
	}
	return s.fake.CreateAll(ctx, rows)
}

func (s ownedStore[T]) DeleteAll(ctx context.Context, whose owner.Scope, ids []int64, check func(*T) error) error {
	var errs []error
	for i, id := range ids {
		errs = append(errs, apperr.OfItem("ids", i, s.Delete(ctx, whose, id, check)))
	}
	return errors.Join(errs...)
}

// testBulkOwners sends requests for several rows as their owner, as another user and
// as an admin.
func (s resourceSuite[T]) testBulkOwners(t *testing.T) {
	t.Helper()
	as := func(token string) http.Header {
		return http.Header{"Authorization": {"Bearer " + token}, "Content-Type": {"application/json"}}
	}
	t.Run("bulk as user.ann", func(t *testing.T) {
		t.Parallel()
		owned := fmt.Sprintf(`%q:%q`, s.owner, userOf("user.ann"))
		wantResponse(t, send(t, s.deps(s.store(t)), "POST", s.path+"/bulk", as("user.ann"), itemsOf(`{`+s.other+`}`)), http.StatusCreated, owned)
	})
	t.Run("bulk with an owner", func(t *testing.T) {
		t.Parallel()
		foreign := itemsOf(fmt.Sprintf(`{%q:%q,%s}`, s.owner, userOf("user.bob"), s.other))
		wantResponse(t, send(t, s.deps(s.store(t)), "POST", s.path+"/bulk", as(principal.Admin), foreign), http.StatusBadRequest, `unknown field`)
	})
	for token, status := range map[string]int{"user.ann": http.StatusNoContent, "user.bob": http.StatusNotFound, principal.Admin: http.StatusNoContent} {
		t.Run("bulk-delete as "+token, func(t *testing.T) {
			t.Parallel()
			fake := s.store(t)
			*fake.ownerOf(&fake.rows[0]) = userOf("user.ann")
			wantResponse(t, send(t, s.deps(fake), "POST", s.path+"/bulk-delete", as(token), s.idsOf(1)), status, ``)
		})
	}
}
