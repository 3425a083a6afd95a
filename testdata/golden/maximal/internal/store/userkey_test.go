package store_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apikey"
	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/store"
)

// TestAPIKeysOfUsers has two users with a key each, and a key of nobody.
func TestAPIKeysOfUsers(t *testing.T) {
	t.Parallel()
	keys := store.NewAPIKeys(open(t))
	ann, bob := newAPIKey(t, keys, "of ann"), newAPIKey(t, keys, "of bob")
	if err := keys.Create(t.Context(), apikey.Key{ID: uuid.Must(uuid.NewV7()), Name: "of nobody", Scope: "read"}); err != nil {
		t.Fatal(err)
	}
	if err := keys.DeleteOfUser(t.Context(), ann.UserID, bob.ID); !errors.Is(err, apperr.ErrNotFound) {
		t.Errorf("a key of somebody else: %v", err)
	}
	for _, want := range [][]apikey.Key{{ann}, nil} {
		if got, err := keys.OfUser(t.Context(), ann.UserID); err != nil || !slices.Equal(got, want) {
			t.Errorf("%+v, %v; want %+v", got, err, want)
		}
		if err := keys.DeleteOfUser(t.Context(), ann.UserID, ann.ID); (err == nil) != (want != nil) {
			t.Errorf("delete: %v", err)
		}
	}
	if got, err := keys.ByID(t.Context(), bob.ID); err != nil || got != bob {
		t.Errorf("%+v, %v; want %+v", got, err, bob)
	}
}
