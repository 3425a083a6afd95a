package auth

import (
	"context"

	"github.com/acme/everything/internal/user"
)

// Registration reports whether everybody can register.
func (s *Service) Registration() bool { return s.cfg.Registration }

// Start starts a session of a user whom somebody else has authenticated.
func (s *Service) Start(ctx context.Context, from Client, u user.User) (Tokens, error) {
	return s.start(ctx, from, u)
}
