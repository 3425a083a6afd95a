package app

import (
	"context"
	"errors"
	"io"

	"github.com/acme/tracks/internal/migrate"
	"github.com/acme/tracks/internal/store"
)

// migrateCommand changes the schema of the database as args say.
func migrateCommand(ctx context.Context, cfg store.Config, args []string, out io.Writer) (err error) {
	db, err := store.Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return migrate.Command(ctx, db, args, out)
}
