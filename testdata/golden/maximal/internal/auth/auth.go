// Package auth lets users register, log in and out, and change their passwords.
package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/password"
	"github.com/acme/everything/internal/principal"
	"github.com/acme/everything/internal/session"
	"github.com/acme/everything/internal/throttle"
	"github.com/acme/everything/internal/token"
	"github.com/acme/everything/internal/user"
)

// Parts are what a Service works with.
type Parts struct {
	Log       *slog.Logger // of events that matter to security
	Users     user.Store
	Passwords *password.Hasher
	Sessions  *session.Sessions
	Tokens    *token.Issuer
	Throttle  *throttle.Limiter
}

// Service is the business logic of authentication.
type Service struct {
	Parts
	cfg        Config
	protection *http.CrossOriginProtection
}

// New returns a Service.
func New(cfg Config, parts Parts) (*Service, error) {
	protection, err := cfg.protection()
	return &Service{Parts: parts, cfg: cfg, protection: protection}, err
}

// Register creates a user and logs them in.
func (s *Service) Register(ctx context.Context, from Client, in Credentials) (Tokens, error) {
	if !s.cfg.Registration {
		return Tokens{}, apperr.ErrRegistrationClosed
	}
	email, err := user.NormalizeEmail(in.Email)
	if err != nil {
		return Tokens{}, err
	}
	if err := password.Check(in.Password); err != nil {
		return Tokens{}, err
	}
	// It counts even if it succeeds: it takes time to hash a password.
	if _, err := s.Throttle.Address("register", from.Address); err != nil {
		return Tokens{}, err
	}
	hash, err := s.Passwords.Hash(ctx, in.Password)
	if err != nil {
		return Tokens{}, err
	}
	created, err := s.Users.Create(ctx, user.User{Email: email, PasswordHash: hash, Role: principal.User})
	if err != nil {
		return Tokens{}, err
	}
	return s.start(ctx, from, created)
}

// Login starts a session of the user with the email and password. The error, and
// the time until it is there, do not tell what was wrong.
func (s *Service) Login(ctx context.Context, from Client, in Credentials) (Tokens, error) {
	email, _ := user.NormalizeEmail(in.Email) // "" if it is malformed, which nobody has
	attempt, err := s.Throttle.Account(email, from.Address)
	if err != nil {
		return Tokens{}, err
	}
	found, err := s.Users.ByEmail(ctx, email)
	rehash, err := s.prove(ctx, found, err, in.Password)
	settle(attempt, err)
	if err != nil {
		return Tokens{}, err
	}
	if rehash {
		rehashed, err := s.setPassword(ctx, found, in.Password)
		if err != nil {
			s.Log.WarnContext(ctx, "a password keeps its old hash", slog.Any("error", err))
		} else {
			found = rehashed
		}
	}
	return s.start(ctx, from, found)
}

// prove returns an error unless a user, who was looked for with the result err, is
// enabled and has the password. If so, rehash is whether its hash is outdated.
func (s *Service) prove(ctx context.Context, found user.User, err error, secret string) (rehash bool, _ error) {
	if errors.Is(err, apperr.ErrNotFound) {
		if err := s.Passwords.Dummy(ctx, secret); err != nil {
			return false, err
		}
		return false, apperr.ErrInvalidCredentials
	}
	if err != nil {
		return false, err
	}
	ok, rehash, err := s.Passwords.Verify(ctx, secret, found.PasswordHash)
	if err == nil && (!ok || found.Disabled) {
		err = apperr.ErrInvalidCredentials
	}
	return rehash, err
}

// setPassword stores the hash of a password, unless somebody has changed it since
// the user was found.
func (s *Service) setPassword(ctx context.Context, found user.User, secret string) (user.User, error) {
	hash, err := s.Passwords.Hash(ctx, secret)
	if err != nil {
		return user.User{}, err
	}
	return s.Users.Update(ctx, found.ID, func(u *user.User) error {
		if u.PasswordHash != found.PasswordHash {
			return apperr.ErrInvalidCredentials
		}
		u.PasswordHash = hash
		return nil
	})
}

// settle ends an attempt. One that ended in an error of ours does not count.
func settle(attempt *throttle.Attempt, err error) {
	switch {
	case err == nil:
		attempt.Succeeded()
	case !errors.Is(err, apperr.ErrInvalidCredentials):
		attempt.Undo()
	}
}

// start starts a session of a user, unless they have been disabled or have got
// another password since they were found. Whoever does that ends the sessions that
// are there, and may have missed this one.
func (s *Service) start(ctx context.Context, from Client, found user.User) (Tokens, error) {
	started, refresh, err := s.Sessions.Start(ctx, found.ID, from.Agent)
	if err != nil {
		return Tokens{}, err
	}
	now, err := s.Users.ByID(ctx, found.ID)
	if err == nil && (now.Disabled || now.PasswordHash != found.PasswordHash) {
		err = apperr.ErrInvalidCredentials
	}
	if err != nil {
		_, ended := s.Sessions.Delete(ctx, found.ID, started.ID)
		return Tokens{}, errors.Join(err, ended)
	}
	return s.tokens(now, started, refresh)
}

// tokens signs an access token and adds it to a refresh token.
func (s *Service) tokens(u user.User, current session.Session, refresh string) (Tokens, error) {
	access, expires, err := s.Tokens.Sign(u.ID, u.Role, current.ID)
	if err != nil {
		return Tokens{}, err
	}
	return Tokens{
		AccessToken: access, TokenType: "Bearer", ExpiresIn: int(time.Until(expires).Round(time.Second) / time.Second),
		RefreshToken: refresh, RefreshUntil: current.ExpiresAt,
	}, nil
}

// Refresh replaces a refresh token, which is used up, with new tokens.
func (s *Service) Refresh(ctx context.Context, from Client, refresh string) (Tokens, error) {
	attempt, err := s.Throttle.Address("refresh", from.Address)
	if err != nil {
		return Tokens{}, err
	}
	tokens, err := s.refresh(ctx, refresh)
	settle(attempt, err)
	return tokens, err
}

func (s *Service) refresh(ctx context.Context, refresh string) (Tokens, error) {
	current, err := s.Sessions.Of(ctx, refresh)
	if errors.Is(err, session.ErrInvalid) {
		return Tokens{}, apperr.ErrInvalidCredentials
	}
	if err != nil {
		return Tokens{}, err
	}
	owner, err := s.Users.ByID(ctx, current.UserID)
	if errors.Is(err, apperr.ErrNotFound) || err == nil && owner.Disabled {
		return Tokens{}, apperr.ErrInvalidCredentials
	}
	if err != nil {
		return Tokens{}, err
	}
	// From here on the old token does not count. Before, it does: a client that
	// gets an error of ours tries again with it.
	refreshed, next, err := s.Sessions.Refresh(ctx, current, refresh)
	switch {
	case errors.Is(err, session.ErrReused):
		s.Log.WarnContext(ctx, "a refresh token was used twice, its session has ended",
			slog.String("user_id", current.UserID.String()), slog.String("session_id", current.ID.String()))
		return Tokens{}, apperr.ErrInvalidCredentials
	case errors.Is(err, session.ErrInvalid):
		return Tokens{}, apperr.ErrInvalidCredentials
	case err != nil:
		return Tokens{}, err
	}
	return s.tokens(owner, refreshed, next)
}

// Logout ends the session of a refresh token, if it has one.
func (s *Service) Logout(ctx context.Context, refresh string) error {
	current, err := s.Sessions.Of(ctx, refresh)
	if errors.Is(err, session.ErrInvalid) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = s.Sessions.Delete(ctx, current.UserID, current.ID)
	return err
}

// inPerson returns an error unless a user has logged in. Credentials of programs
// have no session: whoever has stolen some must neither change the password nor log
// anybody out.
func inPerson(p principal.Principal) error {
	if p.Session == uuid.Nil {
		return apperr.ErrForbidden
	}
	return nil
}

// LogoutAll ends all sessions of a user.
func (s *Service) LogoutAll(ctx context.Context, p principal.Principal) error {
	if err := inPerson(p); err != nil {
		return err
	}
	return s.Sessions.DeleteOthers(ctx, p.ID, uuid.Nil)
}

// Me returns the profile of a user.
func (s *Service) Me(ctx context.Context, p principal.Principal) (Profile, error) {
	found, err := s.Users.ByID(ctx, p.ID)
	switch {
	case errors.Is(err, apperr.ErrNotFound) && p.Session == uuid.Nil: // a program, which acts for nobody
		return Profile{}, apperr.ErrForbidden
	case errors.Is(err, apperr.ErrNotFound) || err == nil && found.Disabled:
		return Profile{}, apperr.ErrInvalidCredentials
	}
	return newProfile(found), err
}

// ChangePassword changes the password of a user who knows it, and ends all
// sessions but the one that asks for it.
func (s *Service) ChangePassword(ctx context.Context, from Client, p principal.Principal, in PasswordChange) error {
	if err := inPerson(p); err != nil {
		return err
	}
	if err := password.Check(in.Password); err != nil {
		return err
	}
	attempt, err := s.Throttle.Account(p.ID.String(), from.Address)
	if err != nil {
		return err
	}
	found, err := s.Users.ByID(ctx, p.ID)
	if _, err = s.prove(ctx, found, err, in.Current); err == nil {
		_, err = s.setPassword(ctx, found, in.Password)
	}
	settle(attempt, err)
	if errors.Is(err, apperr.ErrInvalidCredentials) {
		return &apperr.Invalid{Fields: []apperr.FieldError{{Field: "current", Rule: "password", Message: "is not your password"}}}
	}
	if err != nil {
		return err
	}
	return s.Sessions.DeleteOthers(ctx, p.ID, p.Session)
}

// ListSessions returns the sessions of a user, the last used first.
func (s *Service) ListSessions(ctx context.Context, p principal.Principal) (Sessions, error) {
	found, err := s.Sessions.List(ctx, p.ID, time.Now())
	if err != nil {
		return Sessions{}, err
	}
	all := Sessions{Items: make([]Session, 0, len(found))}
	for _, one := range found {
		all.Items = append(all.Items, newSession(one, p.Session))
	}
	return all, nil
}

// EndSession ends a session of a user.
func (s *Service) EndSession(ctx context.Context, p principal.Principal, id uuid.UUID) error {
	if err := inPerson(p); err != nil {
		return err
	}
	ended, err := s.Sessions.Delete(ctx, p.ID, id)
	if err == nil && !ended {
		err = apperr.ErrNotFound
	}
	return err
}
