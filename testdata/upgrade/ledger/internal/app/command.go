package app

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/acme/ledger/internal/config"
	"github.com/acme/ledger/internal/health"
	"github.com/acme/ledger/internal/migrate"
)

// Usage lists the commands.
const Usage = `server                  serve
server healthcheck      ask the service on this machine whether it is ready
server limits           print the limits in force
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
	case args[0] == "limits":
		_, err := fmt.Fprintf(out, "transfer %d\n", cfg.Limits.Transfer)
		return err
	case args[0] == "migrate":
		return migrate.Command(ctx, cfg.Store, args[1:], out)
	}
	return fmt.Errorf("unknown command %q; there are:\n%s", args[0], strings.TrimSpace(Usage))
}
