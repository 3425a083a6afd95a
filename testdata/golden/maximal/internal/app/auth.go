package app

import (
	"context"

	"github.com/acme/everything/internal/auth"
	"github.com/acme/everything/internal/config"
	"github.com/acme/everything/internal/password"
	"github.com/acme/everything/internal/session"
	"github.com/acme/everything/internal/throttle"
	"github.com/acme/everything/internal/token"
	"github.com/acme/everything/internal/user"
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
