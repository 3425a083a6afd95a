package store_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/principal"
	"github.com/acme/everything/internal/store"
	"github.com/acme/everything/internal/user"
)

// newUser stores a user.
func newUser(t *testing.T, users user.Store, email string) user.User {
	t.Helper()
	u, err := users.Create(t.Context(), user.User{Email: email, PasswordHash: "hash", Role: principal.User})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestUsers(t *testing.T) {
	t.Parallel()
	users := store.NewUsers(open(t))
	ann := newUser(t, users, "ann@example.com")
	if ann.ID == uuid.Nil || ann.CreatedAt.IsZero() || !ann.UpdatedAt.Equal(ann.CreatedAt) {
		t.Errorf("created %+v", ann)
	}
	for range 2 {
		byID, err := users.ByID(t.Context(), ann.ID)
		if err != nil || byID != ann {
			t.Errorf("by ID: %+v, %v; want %+v", byID, err, ann)
		}
		byEmail, err := users.ByEmail(t.Context(), ann.Email)
		if err != nil || byEmail != ann {
			t.Errorf("by email: %+v, %v; want %+v", byEmail, err, ann)
		}
		ann, err = users.Update(t.Context(), ann.ID, func(u *user.User) error {
			*u = user.User{Email: "anna@example.com", PasswordHash: "other", Role: principal.Admin, Disabled: true}
			return nil
		})
		want := user.User{
			ID: byID.ID, Email: "anna@example.com", PasswordHash: "other", Role: principal.Admin, Disabled: true,
			CreatedAt: byID.CreatedAt, UpdatedAt: ann.UpdatedAt,
		}
		if err != nil || ann != want || ann.UpdatedAt.Before(ann.CreatedAt) {
			t.Errorf("updated: %+v, %v; want %+v", ann, err, want)
		}
	}
}

func TestUserUnknown(t *testing.T) {
	t.Parallel()
	users := store.NewUsers(open(t))
	newUser(t, users, "ann@example.com")
	_, byID := users.ByID(t.Context(), uuid.New())
	_, byEmail := users.ByEmail(t.Context(), "bob@example.com")
	_, update := users.Update(t.Context(), uuid.New(), func(*user.User) error { return errors.New("called") })
	for doing, err := range map[string]error{"by ID": byID, "by email": byEmail, "update": update} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("%s: %v", doing, err)
		}
	}
}

func TestUserEmailTaken(t *testing.T) {
	t.Parallel()
	users := store.NewUsers(open(t))
	ann, bob := newUser(t, users, "ann@example.com"), newUser(t, users, "bob@example.com")
	_, create := users.Create(t.Context(), user.User{Email: ann.Email, Role: principal.User})
	_, update := users.Update(t.Context(), bob.ID, func(u *user.User) error { u.Email = ann.Email; return nil })
	for doing, err := range map[string]error{"create": create, "update": update} {
		violation, ok := errors.AsType[*apperr.Violation](err)
		if !ok || !errors.Is(err, apperr.ErrConflict) || !slices.Equal(violation.Fields, []apperr.FieldError{apperr.Taken("email")}) {
			t.Errorf("%s: %v", doing, err)
		}
	}
	if got, err := users.ByID(t.Context(), bob.ID); err != nil || got != bob {
		t.Errorf("%+v, %v; want %+v", got, err, bob)
	}
}

// TestUserEmailIsNormal stores what NormalizeEmail would not return.
func TestUserEmailIsNormal(t *testing.T) {
	t.Parallel()
	users := store.NewUsers(open(t))
	if u, err := users.Create(t.Context(), user.User{Email: "Ann@example.com", Role: principal.User}); err == nil {
		t.Errorf("stored %+v", u)
	}
}

// TestUserUpdateFails changes nothing.
func TestUserUpdateFails(t *testing.T) {
	t.Parallel()
	users := store.NewUsers(open(t))
	ann, failure := newUser(t, users, "ann@example.com"), errors.New("failure")
	_, err := users.Update(t.Context(), ann.ID, func(u *user.User) error { u.Disabled = true; return failure })
	if !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	if got, err := users.ByID(t.Context(), ann.ID); err != nil || got != ann {
		t.Errorf("%+v, %v; want %+v", got, err, ann)
	}
}

// TestUserUpdatesAtOnce lets none of many changes be lost.
func TestUserUpdatesAtOnce(t *testing.T) {
	t.Parallel()
	users := store.NewUsers(open(t))
	ann := newUser(t, users, "ann@example.com")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := users.Update(t.Context(), ann.ID, func(u *user.User) error { u.PasswordHash += "+"; return nil })
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got, err := users.ByID(t.Context(), ann.ID); err != nil || got.PasswordHash != "hash++++++++" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestUserList(t *testing.T) {
	t.Parallel()
	users := store.NewUsers(open(t))
	var want []user.User
	for _, email := range []string{"c@example.com", "a@example.com", "b@example.com"} {
		want = append(want, newUser(t, users, email))
		time.Sleep(time.Millisecond)
	}
	var got []user.User
	after := uuid.Nil
	for range 2 {
		page, err := users.List(t.Context(), after, 2)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, page...)
		after = page[len(page)-1].ID
	}
	if !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if rest, err := users.List(t.Context(), after, 2); err != nil || len(rest) > 0 {
		t.Errorf("after the last: %+v, %v", rest, err)
	}
}

// TestUserLeft stores a user although the client has left.
func TestUserLeft(t *testing.T) {
	t.Parallel()
	users := store.NewUsers(open(t))
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := users.Create(ctx, user.User{Email: "ann@example.com", Role: principal.User}); err != nil {
		t.Error(err)
	}
}
