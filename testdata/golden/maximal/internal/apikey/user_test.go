package apikey

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/principal"
	"github.com/acme/everything/internal/user"
)

// people is a store with one user, or with a failure.
type people struct {
	user.Store
	one     user.User
	failure error
}

func (s people) ByID(_ context.Context, id uuid.UUID) (user.User, error) {
	if s.failure == nil && id != s.one.ID {
		return user.User{}, apperr.ErrNotFound
	}
	return s.one, s.failure
}

// TestAuthenticate_Owner has a key of a user, who may no longer be there.
func TestAuthenticate_Owner(t *testing.T) {
	t.Parallel()
	k, key := newKey(t)
	k.UserID, k.Role = uuid.New(), principal.Admin // which does not count
	ann := user.User{ID: k.UserID, Role: principal.User}
	disabled, other := ann, ann
	disabled.Disabled, other.ID = true, uuid.New()
	for name, tt := range map[string]struct {
		users people
		err   error
	}{
		"enabled":       {people{one: ann}, nil},
		"disabled":      {people{one: disabled}, apperr.ErrInvalidCredentials},
		"deleted":       {people{one: other}, apperr.ErrInvalidCredentials},
		"database down": {people{failure: apperr.ErrUnavailable}, apperr.ErrUnavailable},
	} {
		p, err := New(&one{key: k}, tt.users).Authenticate(t.Context(), key)
		if !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
			t.Errorf("%s: %v, want %v", name, err, tt.err)
		}
		if want := (principal.Principal{ID: ann.ID, Role: principal.User, Method: Method, Scope: principal.Read}); err == nil && p != want {
			t.Errorf("%s: %+v, want %+v", name, p, want)
		}
	}
}

// full is a store with as many keys of a user as there may be.
type full struct{ Store }

func (full) OfUser(context.Context, uuid.UUID) ([]Key, error) { return make([]Key, maxKeys), nil }

func TestIssueOwn_TooMany(t *testing.T) {
	t.Parallel()
	_, err := New(full{}, people{}).IssueOwn(t.Context(), principal.Principal{ID: uuid.New()}, Input{Name: "a", Scopes: []string{"read"}})
	if !errors.Is(err, apperr.ErrForbidden) {
		t.Errorf("got %v", err)
	}
}
