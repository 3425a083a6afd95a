package app

import (
	"context"
	"io"

	"github.com/google/uuid"

	"github.com/acme/tracks/internal/config"
	"github.com/acme/tracks/internal/migrate"
	"github.com/acme/tracks/internal/password"
	"github.com/acme/tracks/internal/store"
	"github.com/acme/tracks/internal/user"
)

// user runs the subcommand of server user in args. Passwords are read from in.
func (p *program) user(ctx context.Context, args []string, in io.Reader) error {
	do, err := user.Command(args)
	if err != nil {
		return err
	}
	db, err := p.openDatabase(ctx)
	if err != nil {
		return err
	}
	orm, err := store.NewORM(db)
	if err != nil {
		return err
	}
	if p.cfg.Env != config.Production {
		if err := migrate.Up(ctx, p.cfg.Store); err != nil {
			return err
		}
	}
	return do(ctx, user.Console{
		Users:  store.NewUsers(orm),
		Hasher: password.New(p.cfg.Password),
		In:     in,
		Out:    p.out,
		EndSessions: func(ctx context.Context, id uuid.UUID) error {
			return store.NewSessions(orm).DeleteOthers(ctx, id, uuid.Nil)
		},
	})
}
