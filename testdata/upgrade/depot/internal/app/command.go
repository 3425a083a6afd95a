package app

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/acme/depot/internal/config"
	"github.com/acme/depot/internal/health"
	"github.com/acme/depot/internal/migrate"
	"github.com/acme/depot/internal/store"
)

// Usage lists the commands.
const Usage = `server                  serve
server healthcheck      ask the service on this machine whether it is ready
server shortages        print how many items run out
server migrate up       bring the database schema up to date
server migrate down     take the last step back, with its data
server migrate version  tell the last step
`

// Command does what args say: nothing means to serve. It writes to out.
func Command(ctx context.Context, cfg config.Config, args []string, out io.Writer) error {
	switch {
	case len(args) == 0:
		return Run(ctx, cfg, out)
	case args[0] == "healthcheck":
		return health.Probe(ctx, cfg.Server.AdminAddress())
	case args[0] == "shortages":
		return shortages(ctx, cfg, out)
	case args[0] == "migrate":
		return migrate.Command(ctx, cfg.Store, args[1:], out)
	}
	return fmt.Errorf("unknown command %q; there are:\n%s", args[0], strings.TrimSpace(Usage))
}

func shortages(ctx context.Context, cfg config.Config, out io.Writer) error {
	db, err := store.Open(ctx, cfg.Store)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	orm, err := store.NewORM(db)
	if err != nil {
		return err
	}
	n, err := store.NewItems(orm).Below(ctx, cfg.Restock.Threshold)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, n)
	return err
}
