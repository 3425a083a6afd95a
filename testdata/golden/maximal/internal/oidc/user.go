package oidc

import (
	"context"
	"errors"
	"log/slog"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/principal"
	"github.com/acme/everything/internal/user"
)

// user returns the user with an identity. Whoever comes for the first time is
// found by the email, if the provider has verified it, or else created.
func (s *Service) user(ctx context.Context, p *provider, id Identity) (user.User, error) {
	known, err := s.store.UserOf(ctx, id.Issuer, id.Subject)
	if err == nil {
		return s.enabled(ctx, known)
	}
	if !errors.Is(err, apperr.ErrNotFound) {
		return user.User{}, err
	}
	email, err := user.NormalizeEmail(id.Email)
	if err != nil || !id.EmailVerified {
		return user.User{}, apperr.ErrEmailUnverified
	}
	u, err := s.accounts.Users.ByEmail(ctx, email)
	if errors.Is(err, apperr.ErrNotFound) {
		u, err = s.create(ctx, p, email)
	}
	if err != nil {
		return user.User{}, err
	}
	return s.link(ctx, p, id, u)
}

// create creates a user without a password.
func (s *Service) create(ctx context.Context, p *provider, email string) (user.User, error) {
	if !s.accounts.Registration() && !p.registration {
		return user.User{}, apperr.ErrRegistrationClosed
	}
	created, err := s.accounts.Users.Create(ctx, user.User{Email: email, Role: principal.User})
	if errors.Is(err, apperr.ErrConflict) { // by a request at the same time
		return s.accounts.Users.ByEmail(ctx, email)
	}
	return created, err
}

// link gives a user an identity. An account with a password may belong to somebody
// who has registered with the email of another: nobody has verified that it is
// theirs. Neither of the two must get into an account of the other.
func (s *Service) link(ctx context.Context, p *provider, id Identity, u user.User) (user.User, error) {
	switch {
	case u.Disabled:
		return user.User{}, apperr.ErrForbidden
	case u.PasswordHash != "" && !p.link:
		return user.User{}, apperr.ErrAccountExists
	}
	err := s.store.Link(ctx, id.Issuer, id.Subject, u.ID)
	if errors.Is(err, apperr.ErrConflict) { // by a request at the same time
		known, err := s.store.UserOf(ctx, id.Issuer, id.Subject)
		if err != nil {
			return user.User{}, err
		}
		return s.enabled(ctx, known)
	}
	if err != nil {
		return user.User{}, err
	}
	s.accounts.Log.InfoContext(ctx, "a user has a new identity", slog.String("user_id", u.ID.String()), slog.String("provider", p.name))
	return u, nil
}

// enabled returns a user, unless they may no longer log in.
func (s *Service) enabled(ctx context.Context, id uuid.UUID) (user.User, error) {
	u, err := s.accounts.Users.ByID(ctx, id)
	if err == nil && u.Disabled {
		err = apperr.ErrForbidden
	}
	return u, err
}
