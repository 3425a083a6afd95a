package app

import (
	"context"

	"github.com/acme/rooms/internal/apikey"
	"github.com/acme/rooms/internal/config"
	"github.com/acme/rooms/internal/migrate"
	"github.com/acme/rooms/internal/store"
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
	dbx := store.NewDBX(db)
	if p.cfg.Env != config.Production {
		if err := migrate.Up(ctx, p.cfg.Store); err != nil {
			return err
		}
	}
	return do(ctx, apikey.Console{
		Registry: store.NewAPIKeys(dbx),
		Out:      p.out,
	})
}
