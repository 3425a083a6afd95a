package app

import (
	"context"
	"fmt"
	"io"

	"github.com/acme/tracks/internal/config"
	"github.com/acme/tracks/internal/health"
	"github.com/acme/tracks/internal/migrate"
)

// Command does what args say: nothing means to serve. It writes to out.
func Command(ctx context.Context, cfg config.Config, args []string, out io.Writer) error {
	switch {
	case len(args) == 0:
		return Run(ctx, cfg, out)
	case args[0] == "healthcheck":
		return health.Probe(ctx, cfg.Server.AdminAddress())
	case args[0] == "migrate":
		return migrate.Command(ctx, cfg.Store, args[1:], out)
	}
	return fmt.Errorf("unknown command %q; README.md lists them", args[0])
}
