package handler_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apikey"
	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/guard"
	"github.com/acme/everything/internal/principal"
	"github.com/acme/everything/internal/router"
	"github.com/acme/everything/internal/user"
)

// keyStore is a store of keys.
type keyStore struct {
	apikey.Store
	all []apikey.Key
}

func (s *keyStore) Create(_ context.Context, k apikey.Key) error {
	s.all = append(s.all, k)
	return nil
}

func (s *keyStore) ByID(_ context.Context, id uuid.UUID) (apikey.Key, error) {
	i := slices.IndexFunc(s.all, func(k apikey.Key) bool { return k.ID == id })
	if i < 0 {
		return apikey.Key{}, apperr.ErrNotFound
	}
	return s.all[i], nil
}

func (s *keyStore) Touch(context.Context, uuid.UUID, time.Time) error { return nil }

func (s *keyStore) OfUser(_ context.Context, id uuid.UUID) (found []apikey.Key, _ error) {
	found = slices.Clone(s.all)
	return slices.DeleteFunc(found, func(k apikey.Key) bool { return k.UserID != id }), nil
}

func (s *keyStore) DeleteOfUser(_ context.Context, owner, id uuid.UUID) error {
	before := len(s.all)
	s.all = slices.DeleteFunc(s.all, func(k apikey.Key) bool { return k.ID == id && k.UserID == owner })
	if len(s.all) == before {
		return apperr.ErrNotFound
	}
	return nil
}

// everyone is a store that has every user.
type everyone struct{ user.Store }

func (everyone) ByID(_ context.Context, id uuid.UUID) (user.User, error) {
	return user.User{ID: id, Role: principal.User}, nil
}

// as is the header of a request of a user whom roles knows.
func as(token string) http.Header {
	return http.Header{"Authorization": {"Bearer " + token}, "Content-Type": {"application/json"}}
}

func newKeyDeps() router.Deps {
	keys := apikey.New(&keyStore{}, everyone{})
	return router.Deps{APIKeys: keys, Guard: guard.Guard{keys}}
}

// createKey creates a key of user.ann.
func createKey(t *testing.T, deps router.Deps, body string) apikey.Info {
	t.Helper()
	rec := send(t, deps, http.MethodPost, api+"/auth/keys", as("user.ann"), body)
	wantResponse(t, rec, http.StatusCreated, `"key":"everything_`)
	if rec.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the key may be stored: Cache-Control %q", rec.Header().Get("Cache-Control"))
	}
	var created struct {
		Data apikey.Info `json:"data"`
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &created); err != nil {
		t.Fatal(err)
	}
	return created.Data
}

// TestAPIKeys uses a key, which its user sees and revokes, and nobody else does.
func TestAPIKeys(t *testing.T) {
	deps := newKeyDeps()
	created := createKey(t, deps, `{"name":"backup","scopes":["write","read"],"expires_at":"2999-01-02T03:04:05Z"}`)
	all, own := api+"/auth/keys", api+"/auth/keys/"+created.ID.String()
	for _, tt := range []struct {
		doing, token, method, path string
		status                     int
		text                       string
	}{
		{"list", "user.ann", http.MethodGet, all, http.StatusOK, `"scopes":["read","write"]`},
		{"list with the key", created.Key, http.MethodGet, all, http.StatusOK, `"name":"backup"`},
		{"list as somebody else", "user.bob", http.MethodGet, all, http.StatusOK, `"items":[]`},
		{"revoke as somebody else", "user.bob", http.MethodDelete, own, http.StatusNotFound, ""},
		{"revoke with the key", created.Key, http.MethodDelete, own, http.StatusForbidden, ""},
		{"revoke what is none", "user.ann", http.MethodDelete, all + "/1", http.StatusNotFound, ""},
		{"revoke", "user.ann", http.MethodDelete, own, http.StatusNoContent, ""},
		{"revoke again", "user.ann", http.MethodDelete, own, http.StatusNotFound, ""},
		{"list with the revoked key", created.Key, http.MethodGet, all, http.StatusUnauthorized, ""},
	} {
		rec := send(t, deps, tt.method, tt.path, as(tt.token), "")
		if rec.Code != tt.status || !strings.Contains(rec.Body.String(), tt.text) {
			t.Errorf("%s: %d %s", tt.doing, rec.Code, rec.Body)
		}
		if strings.Contains(rec.Body.String(), `"key"`) {
			t.Errorf("%s shows the key again: %s", tt.doing, rec.Body)
		}
	}
}

// TestAPIKeys_Create refuses keys that make no sense, and keys that make keys.
func TestAPIKeys_Create(t *testing.T) {
	deps := newKeyDeps()
	const body = `{"name":"backup","scopes":["read","write"]}`
	created := createKey(t, deps, body)
	for _, tt := range []struct {
		token, body string
		status      int
	}{
		{created.Key, body, http.StatusForbidden},
		{"user.ann", `{"name":"backup","scopes":[]}`, http.StatusUnprocessableEntity},
		{"user.ann", `{"name":"backup","scopes":["admin"]}`, http.StatusUnprocessableEntity},
		{"user.ann", `{"name":" ","scopes":["read"]}`, http.StatusUnprocessableEntity},
		{"user.ann", `{"name":"backup","scopes":["read"],"expires_at":"2001-01-02T03:04:05Z"}`, http.StatusUnprocessableEntity},
		{"user.ann", `{"name":"backup","scopes":["read"],"role":"admin"}`, http.StatusBadRequest},
		{"user.ann", `{"name":"backup","scopes":["read"],"user_id":"0198a000-0000-7000-8000-000000000001"}`, http.StatusBadRequest},
		{"user.ann", `{"name":"backup","scopes":["read"],"key":"x"}`, http.StatusBadRequest},
		{"user.ann", `{}`, http.StatusUnprocessableEntity},
	} {
		if rec := send(t, deps, http.MethodPost, api+"/auth/keys", as(tt.token), tt.body); rec.Code != tt.status {
			t.Errorf("%s: %d %s, want %d", tt.body, rec.Code, rec.Body, tt.status)
		}
	}
}
