package store_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/principal"
	"github.com/acme/notes/internal/store"
	"github.com/acme/notes/internal/user"
)

// userIn returns the user of a database with an email, whom it creates if there is
// none.
func userIn(tb testing.TB, db *store.DB, email string) uuid.UUID {
	tb.Helper()
	users := store.NewUsers(db)
	u, err := users.ByEmail(tb.Context(), email)
	if errors.Is(err, apperr.ErrNotFound) {
		u, err = users.Create(tb.Context(), user.User{Email: email, PasswordHash: "hash", Role: principal.User})
	}
	if err != nil {
		tb.Fatal(err)
	}
	return u.ID
}

// ownedBy returns a store as the user sees it to whom the rows of tests belong.
func ownedBy[T any](tb testing.TB, db *store.DB, rows ownedStore[T]) scoped[T] {
	tb.Helper()
	return scoped[T]{rows, owner.Scope{User: userIn(tb, db, "own@example.com")}}
}

// foldersOfUsers returns a store with what folders refer to, the user to whom
// that belongs, and another one.
func foldersOfUsers(t *testing.T) (s *store.Folders, own, other uuid.UUID) {
	t.Helper()
	db := open(t)
	return store.NewFolders(db), userIn(t, db, "own@example.com"), userIn(t, db, "other@example.com")
}

// notesOfUsers returns a store with what notes refer to, the user to whom
// that belongs, and another one.
func notesOfUsers(t *testing.T) (s *store.Notes, own, other uuid.UUID) {
	t.Helper()
	db := open(t)
	seedFolders(t, ownedBy(t, db, store.NewFolders(db)))
	return store.NewNotes(db), userIn(t, db, "own@example.com"), userIn(t, db, "other@example.com")
}
