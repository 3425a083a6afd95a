package app

import (
	"context"

	"github.com/acme/everything/internal/apikey"
	"github.com/acme/everything/internal/config"
	"github.com/acme/everything/internal/migrate"
	"github.com/acme/everything/internal/store"
)

// apikey runs the subcommand of server apikey in args.
func (p *program) apikey(ctx context.Context, args []string) error {
	do, err := apikey.Command(args)
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
	return do(ctx, apikey.Console{
		Registry: store.NewAPIKeys(orm),
		Users:    store.NewUsers(orm),
		Out:      p.out,
	})
}
