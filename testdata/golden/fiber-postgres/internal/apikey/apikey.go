// Package apikey authenticates programs by API keys.
package apikey

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/principal"
)

// Method is the method of authentication of principals who have a key.
const Method = "apikey"

const (
	maxName = 100

	// touchInterval is how long the time of the last use is not updated, as each
	// update is a write.
	touchInterval = time.Minute
)

// Key is an API key without its secret.
type Key struct {
	ID         uuid.UUID
	Name       string // tells people what it is for
	Role       string
	Scope      string // as in principal.Principal, never empty
	Hash       Hash
	CreatedAt  time.Time
	ExpiresAt  time.Time // zero for never
	LastUsedAt time.Time // zero for never
}

// expired reports whether the key no longer counts.
func (k Key) expired(now time.Time) bool {
	return !k.ExpiresAt.IsZero() && !now.Before(k.ExpiresAt)
}

// Store stores keys. Its errors are those of package apperr where it knows one.
type Store interface {
	// Create stores a new key.
	Create(ctx context.Context, k Key) error
	// ByID returns a key, or apperr.ErrNotFound.
	ByID(ctx context.Context, id uuid.UUID) (Key, error)
	// Touch records that a key was used.
	Touch(ctx context.Context, id uuid.UUID, at time.Time) error
}

// Keys authenticates requests.
type Keys struct {
	store Store
}

// New returns Keys that are stored in store.
func New(store Store) *Keys {
	return &Keys{store: store}
}

// generate completes a key, and returns its text.
func generate(from Key) (Key, string, error) {
	from.CreatedAt = time.Now().UTC().Truncate(time.Second)
	if err := from.check(); err != nil {
		return Key{}, "", err
	}
	from.ID = uuid.Must(uuid.NewV7())
	secret := make([]byte, secretBytes)
	_, _ = rand.Read(secret) // never fails
	from.Hash = sha256.Sum256(secret)
	return from, text(from.ID, secret), nil
}

// check returns an error unless a new key makes sense.
func (k Key) check() error {
	refuse := func(field, rule, message string) error {
		return &apperr.Invalid{Fields: []apperr.FieldError{{Field: field, Rule: rule, Message: message}}}
	}
	printable := !strings.ContainsFunc(k.Name, func(r rune) bool { return r < ' ' || r == '\x7f' || r == '\ufffd' })
	switch {
	case strings.TrimSpace(k.Name) == "":
		return refuse("name", "required", "is required")
	case len(k.Name) > maxName || !printable:
		return refuse("name", "max", "must be printable and have at most 100 bytes")
	case k.expired(k.CreatedAt):
		return refuse("expires_at", "gt", "must be in the future")
	}
	return nil
}

// Authenticate implements guard.Authenticator.
func (k *Keys) Authenticate(ctx context.Context, bearer string) (principal.Principal, error) {
	id, hash, err := parse(bearer)
	if err != nil {
		return principal.Principal{}, err
	}
	key, err := k.store.ByID(ctx, id)
	if errors.Is(err, apperr.ErrNotFound) {
		return principal.Principal{}, apperr.ErrInvalidCredentials
	}
	if err != nil {
		return principal.Principal{}, err
	}
	now := time.Now()
	if subtle.ConstantTimeCompare(hash[:], key.Hash[:]) != 1 || key.expired(now) || key.Scope == "" {
		return principal.Principal{}, apperr.ErrInvalidCredentials
	}
	p := principal.Principal{ID: key.ID, Role: key.Role, Method: Method, Scope: key.Scope}
	if now.Sub(key.LastUsedAt) >= touchInterval {
		_ = k.store.Touch(ctx, id, now) // the request does not depend on it
	}
	return p, nil
}
