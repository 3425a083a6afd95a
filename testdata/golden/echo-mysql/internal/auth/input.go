package auth

import (
	"time"

	"github.com/google/uuid"

	"github.com/acme/tracks/internal/session"
	"github.com/acme/tracks/internal/user"
)

// Credentials is the input for registering and logging in.
type Credentials struct {
	Email    string `json:"email" validate:"required,max=254" example:"ann@example.com"`
	Password string `json:"password" validate:"required,max=128" example:"a long sentence"`
}

// Refresh is the input with a refresh token, which in cookie mode is in the cookie.
type Refresh struct {
	RefreshToken string `json:"refresh_token" validate:"required,max=128"`
}

// PasswordChange is the input for changing one's password.
type PasswordChange struct {
	Current  string `json:"current" validate:"required,max=128" example:"a long sentence"`
	Password string `json:"password" validate:"required,max=128" example:"a longer sentence"`
}

// Tokens is what a client gets that has logged in. The names are those of OAuth 2.0
// (RFC 6749).
type Tokens struct {
	AccessToken  string    `json:"access_token"`
	TokenType    string    `json:"token_type" example:"Bearer"`
	ExpiresIn    int       `json:"expires_in" example:"900"` // seconds
	RefreshToken string    `json:"refresh_token,omitempty"`  // unless it is in a cookie
	RefreshUntil time.Time `json:"-"`
}

// Profile is what users see of themselves.
type Profile struct {
	ID        uuid.UUID `json:"id"`
	Email     string    `json:"email" example:"ann@example.com"`
	Role      string    `json:"role" example:"user"`
	CreatedAt time.Time `json:"createdAt"`
}

func newProfile(u user.User) Profile {
	return Profile{ID: u.ID, Email: u.Email, Role: u.Role, CreatedAt: u.CreatedAt}
}

// Session is what users see of a session of theirs.
type Session struct {
	ID          uuid.UUID `json:"id"`
	Client      string    `json:"client" example:"curl/8.5.0"`
	CreatedAt   time.Time `json:"createdAt"`
	RefreshedAt time.Time `json:"refreshedAt"`
	ExpiresAt   time.Time `json:"expiresAt"`
	Current     bool      `json:"current"` // made the request
}

// Sessions are the sessions of a user.
type Sessions struct {
	Items []Session `json:"items"`
}

func newSession(s session.Session, current uuid.UUID) Session {
	return Session{
		ID: s.ID, Client: s.Client, CreatedAt: s.CreatedAt, RefreshedAt: s.RefreshedAt, ExpiresAt: s.ExpiresAt,
		Current: s.ID == current,
	}
}
