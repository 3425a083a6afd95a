// Package user describes the users of the service.
package user

import (
	"context"
	"fmt"
	"log/slog"
	"net/mail"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/principal"
)

// maxEmail is the length of the longest address that mail can be sent to.
const maxEmail = 254

// User is somebody who can log in.
type User struct {
	ID           uuid.UUID
	Email        string // normalized
	PasswordHash string `json:"-"`
	Role         string // principal.User or principal.Admin
	Disabled     bool   // can no longer log in
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// LogValue implements slog.LogValuer: logs have neither addresses nor hashes.
func (u User) LogValue() slog.Value { return slog.StringValue(u.ID.String()) }

// Store stores users. Its errors are those of package apperr where it knows one.
type Store interface {
	// Create stores a new user, whose ID and times it sets. If another has the
	// email, the error is an apperr.Violation.
	Create(ctx context.Context, u User) (User, error)
	// ByID returns a user, or apperr.ErrNotFound.
	ByID(ctx context.Context, id uuid.UUID) (User, error)
	// ByEmail returns the user with a normalized email, or apperr.ErrNotFound.
	ByEmail(ctx context.Context, email string) (User, error)
	// Update stores what change does to a user, unless it returns an error. It may
	// be called more than once.
	Update(ctx context.Context, id uuid.UUID, change func(*User) error) (User, error)
	// List returns up to limit users in the order of their IDs, those after one.
	List(ctx context.Context, after uuid.UUID, limit int) ([]User, error)
}

// NormalizeEmail returns an address as it is stored and searched: without spaces
// around it, in lower case, as nobody has an address that differs from that of
// somebody else in nothing but the case.
func NormalizeEmail(email string) (string, error) {
	refuse := func(rule, message string) (string, error) {
		return "", &apperr.Invalid{Fields: []apperr.FieldError{{Field: "email", Rule: rule, Message: message}}}
	}
	email = strings.TrimSpace(email)
	// Before ToLower, which makes letters of ASCII of some that are not.
	ascii := !strings.ContainsFunc(email, func(r rune) bool { return r <= ' ' || r > '~' })
	email = strings.ToLower(email)
	address, err := mail.ParseAddress(email)
	switch {
	case len(email) > maxEmail:
		return refuse("max", fmt.Sprintf("must have at most %d characters", maxEmail))
	case err != nil, !ascii, address.Address != email, strings.HasSuffix(email, "]"):
		return refuse("email", "must be an email address such as ann@example.com")
	}
	return email, nil
}

// ValidRole reports whether users can have a role.
func ValidRole(role string) bool {
	return role == principal.User || role == principal.Admin
}
