package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/acme/everything/internal/config"
	"github.com/acme/everything/internal/health"
	"github.com/acme/everything/internal/migrate"
)

// Usage lists the commands.
const Usage = `server                  start the service
server healthcheck      check whether the service on this machine is ready
server openapi          print the API document as OpenAPI 3.1
server migrate status   list the migrations
server migrate up       apply the pending migrations
server migrate down     roll back the last migration, and lose its data
server migrate redo     roll back the last migration and apply it again
server migrate mark     record that migration ID is applied or pending, after a repair by hand
server user create      add the user EMAIL, with a password from standard input
server user list        print the users
server user disable     let the user EMAIL no longer log in
server user enable      let the user EMAIL log in again
server user passwd      change the password of the user EMAIL
server user role        give the user EMAIL the role user or admin
server apikey create    make the API key NAME, and print it this once
server apikey list      print the API keys
server apikey revoke    end the API key ID at once
server seed             store the sample rows in seeds/
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
	case args[0] == "migrate":
		return migrate.Command(ctx, cfg.Store, args[1:], out)
	case args[0] == "user":
		return p.user(ctx, args[1:], os.Stdin)
	case args[0] == "apikey":
		return p.apikey(ctx, args[1:])
	case args[0] == "seed":
		return p.seed(ctx, args[1:])
	}
	return fmt.Errorf("unknown command %q; there are:\n%s", args[0], strings.TrimSpace(Usage))
}
