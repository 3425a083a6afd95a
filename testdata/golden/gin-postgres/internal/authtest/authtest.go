// Package authtest helps to test what needs package auth.
package authtest

import (
	"log/slog"
	"testing"
	"time"

	"github.com/acme/notes/internal/auth"
	"github.com/acme/notes/internal/password"
	"github.com/acme/notes/internal/session"
	"github.com/acme/notes/internal/throttle"
	"github.com/acme/notes/internal/token"
)

// New returns a service with stores in memory, whose hashes of passwords are
// cheap, after change has changed its parts.
func New(tb testing.TB, cfg auth.Config, change func(parts *auth.Parts)) *auth.Service {
	tb.Helper()
	tokens, err := token.New(token.Config{
		Secret: token.NewSecret(), Issuer: "test", Audience: "test", TTL: time.Minute,
	})
	if err != nil {
		tb.Fatal(err)
	}
	limiter, err := throttle.New(throttle.Config{Attempts: 5, MaxDelay: time.Minute})
	if err != nil {
		tb.Fatal(err)
	}
	users, sessions := stores()
	parts := auth.Parts{
		Log:       slog.New(slog.DiscardHandler),
		Users:     users,
		Passwords: Hasher(1),
		Sessions:  session.New(session.Config{TTL: time.Hour, MaxAge: 3 * time.Hour}, sessions),
		Tokens:    tokens,
		Throttle:  limiter,
	}
	change(&parts)
	service, err := auth.New(cfg, parts)
	if err != nil {
		tb.Fatal(err)
	}
	return service
}

// Hasher returns a Hasher whose hashes are cheap.
func Hasher(iterations uint32) *password.Hasher {
	return password.New(password.Config{Memory: 64, Iterations: iterations})
}
