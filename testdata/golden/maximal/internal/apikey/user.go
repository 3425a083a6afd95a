package apikey

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/principal"
)

// maxKeys is how many keys a user can have.
const maxKeys = 100

// Input is what a user says of a new key of theirs.
type Input struct {
	Name   string   `json:"name" validate:"required,max=100" example:"backup"`
	Scopes []string `json:"scopes" validate:"required" example:"read,write"`
	// ExpiresAt is when the key no longer counts; without it, it always does.
	ExpiresAt *time.Time `json:"expires_at"`
}

// Info is what users see of a key of theirs.
type Info struct {
	ID         uuid.UUID  `json:"id"`
	Name       string     `json:"name" example:"backup"`
	Scopes     []string   `json:"scopes" example:"read,write"`
	CreatedAt  time.Time  `json:"created_at"`
	ExpiresAt  *time.Time `json:"expires_at"`   // null for never
	LastUsedAt *time.Time `json:"last_used_at"` // null for never, to the minute
	// Key is there when the key is created, and never again.
	Key string `json:"key,omitempty" example:"everything_0198a000-0000-7000-8000-000000000001.c2VjcmV0"`
}

// Infos are the keys of a user.
type Infos struct {
	Items []Info `json:"items"`
}

func newInfo(k *Key) Info {
	info := Info{ID: k.ID, Name: k.Name, Scopes: strings.Fields(k.Scope), CreatedAt: k.CreatedAt}
	if !k.ExpiresAt.IsZero() {
		info.ExpiresAt = &k.ExpiresAt
	}
	if !k.LastUsedAt.IsZero() {
		info.LastUsedAt = &k.LastUsedAt
	}
	return info
}

// IssueOwn issues a key of the user who asks for it.
func (k *Keys) IssueOwn(ctx context.Context, p principal.Principal, in Input) (Info, error) {
	if err := inPerson(p); err != nil {
		return Info{}, err
	}
	scope, err := ParseScopes(in.Scopes)
	if err != nil {
		return Info{}, err
	}
	others, err := k.store.OfUser(ctx, p.ID)
	if err != nil {
		return Info{}, err
	}
	if len(others) >= maxKeys {
		return Info{}, fmt.Errorf("%w: %d keys are the limit", apperr.ErrForbidden, maxKeys)
	}
	from := Key{Name: in.Name, UserID: p.ID, Scope: scope}
	if in.ExpiresAt != nil {
		from.ExpiresAt = *in.ExpiresAt
	}
	issued, text, err := k.Issue(ctx, from)
	if err != nil {
		return Info{}, err
	}
	info := newInfo(&issued)
	info.Key = text
	return info, nil
}

// ListOwn returns the keys of the user who asks for it.
func (k *Keys) ListOwn(ctx context.Context, p principal.Principal) (Infos, error) {
	found, err := k.store.OfUser(ctx, p.ID)
	infos := Infos{Items: make([]Info, 0, len(found))}
	for i := range found {
		infos.Items = append(infos.Items, newInfo(&found[i]))
	}
	return infos, err
}

// RevokeOwn revokes a key of the user who asks for it.
func (k *Keys) RevokeOwn(ctx context.Context, p principal.Principal, id uuid.UUID) error {
	if err := inPerson(p); err != nil {
		return err
	}
	return k.store.DeleteOfUser(ctx, p.ID, id)
}

// inPerson returns an error for a request that itself has a key. One that was found
// by somebody else must not be good for others, which last longer or may do more.
func inPerson(p principal.Principal) error {
	if p.Method == Method {
		return apperr.ErrForbidden
	}
	return nil
}

// principal returns the principal that a key stands for.
func (k *Keys) principal(ctx context.Context, key Key) (principal.Principal, error) {
	if key.UserID == uuid.Nil {
		return principal.Principal{ID: key.ID, Role: key.Role, Method: Method, Scope: key.Scope}, nil
	}
	owner, err := k.users.ByID(ctx, key.UserID)
	if errors.Is(err, apperr.ErrNotFound) || err == nil && owner.Disabled {
		return principal.Principal{}, apperr.ErrInvalidCredentials
	}
	if err != nil {
		return principal.Principal{}, err
	}
	return principal.Principal{ID: owner.ID, Role: owner.Role, Method: Method, Scope: key.Scope}, nil
}
