package user_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/password"
	"github.com/acme/everything/internal/user"
)

// onlyAnn is a store with one user.
type onlyAnn struct{ user.Store }

func ann() user.User {
	return user.User{ID: uuid.MustParse("0198a000-0000-7000-8000-000000000001"), Email: "ann@example.com"}
}

func (onlyAnn) ByEmail(_ context.Context, email string) (user.User, error) {
	if email != ann().Email {
		return user.User{}, apperr.ErrNotFound
	}
	return ann(), nil
}

func (onlyAnn) Update(_ context.Context, id uuid.UUID, change func(*user.User) error) (user.User, error) {
	u := ann()
	if id != u.ID {
		return user.User{}, apperr.ErrNotFound
	}
	err := change(&u)
	return u, err
}

// TestCommandEndsSessions of whoever must no longer be logged in.
func TestCommandEndsSessions(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]bool{
		"passwd ann@example.com":     true,
		"disable ann@example.com":    true,
		"enable ann@example.com":     false,
		"role ann@example.com admin": false,
		"passwd bob@example.com":     false,
		"disable bob@example.com":    false,
	} {
		do, err := user.Command(strings.Fields(args))
		if err != nil {
			t.Fatal(err)
		}
		failure := errors.New("failure")
		ended := uuid.Nil
		err = do(t.Context(), user.Console{
			Users:  onlyAnn{},
			Hasher: password.New(password.Config{Memory: 64, Iterations: 1}),
			In:     strings.NewReader("correct horse battery\n"),
			Out:    io.Discard,
			EndSessions: func(_ context.Context, id uuid.UUID) error {
				ended = id
				return failure
			},
		})
		if (ended == ann().ID) != want || errors.Is(err, failure) != want {
			t.Errorf("%s: ended the sessions of %s, %v", args, ended, err)
		}
	}
}
