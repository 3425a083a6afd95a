package owner_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/principal"
)

func as(t *testing.T, p principal.Principal) context.Context {
	t.Helper()
	ctx := principal.NewContext(t.Context())
	principal.Set(ctx, p)
	return ctx
}

func TestOf(t *testing.T) {
	t.Parallel()
	ann, bob := uuid.MustParse("0198a000-0000-7000-8000-000000000001"), uuid.MustParse("0198a000-0000-7000-8000-000000000002")
	for name, tt := range map[string]struct {
		scope            owner.Scope
		own, others, nil bool
	}{
		"a user":          {owner.Of(as(t, principal.Principal{ID: ann, Role: principal.User})), true, false, false},
		"an admin":        {owner.Of(as(t, principal.Principal{ID: ann, Role: principal.Admin})), true, true, true},
		"without an id":   {owner.Of(as(t, principal.Principal{Role: principal.User})), false, false, false},
		"without a role":  {owner.Of(as(t, principal.Principal{ID: ann})), true, false, false},
		"nobody":          {owner.Of(principal.NewContext(t.Context())), false, false, false},
		"no such context": {owner.Of(t.Context()), false, false, false},
	} {
		for user, want := range map[uuid.UUID]bool{ann: tt.own, bob: tt.others, uuid.Nil: tt.nil} {
			if got := tt.scope.Has(user); got != want {
				t.Errorf("%s: Has(%s) = %t", name, user, got)
			}
		}
	}
}
