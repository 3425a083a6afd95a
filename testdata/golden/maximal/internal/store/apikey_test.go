package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apikey"
	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/principal"
	"github.com/acme/everything/internal/store"
)

// newAPIKey stores a key.
func newAPIKey(t *testing.T, keys *store.APIKeys, name string) apikey.Key {
	t.Helper()
	at := time.Now().UTC().Truncate(time.Second)
	k := apikey.Key{
		ID: uuid.Must(uuid.NewV7()), Name: name, UserID: uuid.Must(uuid.NewV7()), Role: principal.Admin, Scope: "read write",
		Hash: apikey.Hash{1, 2, 3, 255}, CreatedAt: at, ExpiresAt: at.Add(time.Hour),
	}
	if err := keys.Create(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	return k
}

func TestAPIKeys(t *testing.T) {
	t.Parallel()
	keys := store.NewAPIKeys(open(t))
	want := newAPIKey(t, keys, "nightly backup ö")
	for _, at := range []time.Duration{0, time.Minute, time.Second} { // never back
		if at > 0 {
			used := want.CreatedAt.Add(at)
			if err := keys.Touch(t.Context(), want.ID, used); err != nil {
				t.Fatal(err)
			}
			want.LastUsedAt = want.CreatedAt.Add(time.Minute)
		}
		if got, err := keys.ByID(t.Context(), want.ID); err != nil || got != want {
			t.Errorf("%+v, %v; want %+v", got, err, want)
		}
	}
	for i, result := range []error{nil, apperr.ErrNotFound} {
		if err := keys.Delete(t.Context(), want.ID); !errors.Is(err, result) {
			t.Errorf("deletion %d: %v, want %v", i+1, err, result)
		}
	}
}

func TestAPIKeyUnknown(t *testing.T) {
	t.Parallel()
	keys := store.NewAPIKeys(open(t))
	if _, err := keys.ByID(t.Context(), uuid.New()); !errors.Is(err, apperr.ErrNotFound) {
		t.Errorf("get: %v", err)
	}
	if err := keys.Touch(t.Context(), uuid.New(), time.Now()); err != nil { // revoked in between
		t.Errorf("touch: %v", err)
	}
}

func TestAPIKeyList(t *testing.T) {
	t.Parallel()
	keys := store.NewAPIKeys(open(t))
	want := []apikey.Key{newAPIKey(t, keys, "c"), newAPIKey(t, keys, "a"), newAPIKey(t, keys, "b")}
	var got []apikey.Key
	after := uuid.Nil
	for range 2 {
		page, err := keys.List(t.Context(), after, 2)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, page...)
		after = page[len(page)-1].ID
	}
	if !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}
