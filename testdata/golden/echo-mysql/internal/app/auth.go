package app

import (
	"context"

	"github.com/acme/tracks/internal/auth"
	"github.com/acme/tracks/internal/config"
	"github.com/acme/tracks/internal/password"
	"github.com/acme/tracks/internal/session"
	"github.com/acme/tracks/internal/throttle"
	"github.com/acme/tracks/internal/token"
	"github.com/acme/tracks/internal/user"
)

// newAuth returns the service of authentication. In development it makes a secret
// if there is none, which is lost when the program ends.
func (p *program) newAuth(ctx context.Context, users user.Store, sessions session.Store) (*auth.Service, error) {
	cfg := p.cfg
	if cfg.Env == config.Dev && !cfg.Token.HasKey() {
		p.log.WarnContext(ctx, "JWT_SECRET is not set: access tokens are valid until the service stops")
		cfg.Token.Secret = token.NewSecret()
	}
	tokens, err := token.New(cfg.Token)
	if err != nil {
		return nil, err
	}
	limiter, err := throttle.New(cfg.Throttle)
	if err != nil {
		return nil, err
	}
	return auth.New(cfg.Auth, auth.Parts{
		Log:       p.log,
		Users:     users,
		Passwords: password.New(cfg.Password),
		Sessions:  session.New(cfg.Session, sessions),
		Tokens:    tokens,
		Throttle:  limiter,
	})
}
