package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/acme/shelf/internal/config"
	"github.com/acme/shelf/internal/health"
)

// Usage lists the commands.
const Usage = `server                  start the service
server healthcheck      check whether the service on this machine is ready
server openapi          print the API document as OpenAPI 3.1
`

// Command runs the command in args, which starts the service if there is none,
// and closes what it has opened. It writes to out.
func Command(ctx context.Context, cfg config.Config, args []string, out io.Writer) (err error) {
	p := newProgram(cfg, out)
	defer func() { err = errors.Join(err, p.close()) }()
	switch {
	case len(args) == 0:
		return p.serve(ctx)
	case args[0] == "healthcheck":
		return health.Probe(ctx, cfg.Server.AdminAddress())
	case args[0] == "openapi":
		return writeOpenAPI(out)
	}
	return fmt.Errorf("unknown command %q; there are:\n%s", args[0], strings.TrimSpace(Usage))
}
