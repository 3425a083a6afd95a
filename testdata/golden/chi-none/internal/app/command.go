package app

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/acme/shelf/internal/config"
	"github.com/acme/shelf/internal/health"
)

// Usage lists the commands.
const Usage = `server                  start the service
server healthcheck      check whether the service on this machine is ready
`

// Command runs the command in args, which starts the service if there is none.
// It writes to out.
func Command(ctx context.Context, cfg config.Config, args []string, out io.Writer) error {
	switch {
	case len(args) == 0:
		return Run(ctx, cfg, out)
	case args[0] == "healthcheck":
		return health.Probe(ctx, cfg.Server.AdminAddress())
	}
	return fmt.Errorf("unknown command %q; there are:\n%s", args[0], strings.TrimSpace(Usage))
}
