package store_test

import (
	"crypto/sha256"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/oidc"
	"github.com/acme/everything/internal/store"
)

func TestIdentities(t *testing.T) {
	t.Parallel()
	db := open(t)
	users, identities := store.NewUsers(db), store.NewIdentities(db)
	ann, bob := newUser(t, users, "ann@example.com"), newUser(t, users, "bob@example.com")
	const issuer = "https://id.example.com"
	long := strings.Repeat("x", 255)
	for _, link := range []struct {
		issuer, subject string
		user            uuid.UUID
	}{{issuer, "7", ann.ID}, {issuer, "a", bob.ID}, {issuer, "A", ann.ID}, {issuer + "/", "7", bob.ID}, {issuer, long, bob.ID}} {
		if err := identities.Link(t.Context(), link.issuer, link.subject, link.user); err != nil {
			t.Fatal(err)
		}
		if id, err := identities.UserOf(t.Context(), link.issuer, link.subject); err != nil || id != link.user {
			t.Errorf("%v: %v, %v", link, id, err)
		}
	}
	if err := identities.Link(t.Context(), issuer, "7", bob.ID); !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("identity of another user: %v", err)
	}
	if id, err := identities.UserOf(t.Context(), issuer, "8"); !errors.Is(err, apperr.ErrNotFound) {
		t.Errorf("unknown identity: %v, %v", id, err)
	}
}

// oidcGrant is a grant of a user, whose code is the hash of a text.
func oidcGrant(code string, user uuid.UUID, at time.Time) oidc.Grant {
	return oidc.Grant{
		State: sha256.Sum256([]byte("state")), Code: sha256.Sum256([]byte(code)),
		Challenge: "challenge", User: user, CreatedAt: at,
	}
}

func TestOIDCGrants(t *testing.T) {
	t.Parallel()
	db := open(t)
	ann := newUser(t, store.NewUsers(db), "ann@example.com")
	identities := store.NewIdentities(db)
	now := time.Now()
	add := func(g oidc.Grant) error { return identities.AddGrant(t.Context(), g, now.Add(-time.Minute)) }
	g := oidcGrant("code", ann.ID, now)
	if err := add(g); err != nil {
		t.Fatal(err)
	}
	if err := add(oidcGrant("other code", ann.ID, now)); !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("state that is used again: %v", err)
	}
	for name, use := range map[string]struct {
		code, challenge string
		since           time.Time
	}{
		"other code":      {"other code", "challenge", now.Add(-time.Minute)},
		"other challenge": {"code", "Challenge", now.Add(-time.Minute)},
		"too late":        {"code", "challenge", now.Add(time.Minute)},
	} {
		id, err := identities.UseGrant(t.Context(), sha256.Sum256([]byte(use.code)), use.challenge, use.since)
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("%s: %v, %v", name, id, err)
		}
	}
	var all sync.WaitGroup
	var succeeded atomic.Int32
	for range 8 {
		all.Go(func() {
			id, err := identities.UseGrant(t.Context(), g.Code, g.Challenge, now.Add(-time.Minute))
			switch {
			case err == nil && id == ann.ID:
				succeeded.Add(1)
			case !errors.Is(err, apperr.ErrNotFound):
				t.Errorf("%v, %v", id, err)
			}
		})
	}
	all.Wait()
	if n := succeeded.Load(); n != 1 {
		t.Errorf("%d uses succeeded, want 1", n)
	}
}

// TestOIDCGrantsExpire deletes old grants when there are new ones.
func TestOIDCGrantsExpire(t *testing.T) {
	t.Parallel()
	db := open(t)
	ann := newUser(t, store.NewUsers(db), "ann@example.com")
	identities := store.NewIdentities(db)
	now := time.Now()
	if err := identities.AddGrant(t.Context(), oidcGrant("code", ann.ID, now.Add(-time.Hour)), now.Add(-2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := identities.AddGrant(t.Context(), oidcGrant("code", ann.ID, now), now.Add(-time.Minute)); err != nil {
		t.Errorf("after an hour: %v", err)
	}
}
