// Command server serves the API of depot.
//
//	@title			depot
//	@version		1.0
//	@description	The HTTP API of depot.
//	@BasePath		/
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/acme/depot/internal/app"
	"github.com/acme/depot/internal/config"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)  // so that a second signal ends the program at once
	signal.Ignore(syscall.SIGHUP) // the terminal of the depot is switched off at night
	err := run(ctx)
	switch {
	case errors.Is(err, errConfig):
		fmt.Fprintln(os.Stderr, "depot:", err)
		os.Exit(78) // EX_CONFIG, which systemd does not restart
	case err != nil:
		fmt.Fprintln(os.Stderr, "depot:", err)
		os.Exit(1)
	}
}

// errConfig says that the configuration is wrong.
var errConfig = errors.New("configuration")

func run(ctx context.Context) error {
	args := os.Args[1:]
	if len(args) > 0 && slices.Contains([]string{"help", "-h", "-help", "--help"}, args[0]) {
		_, err := fmt.Fprint(os.Stdout, app.Usage)
		return err
	}
	cfg, err := config.Load(os.DirFS("."), os.Environ())
	if err != nil {
		return fmt.Errorf("%w:\n%w", errConfig, err)
	}
	return app.Command(ctx, cfg, args, os.Stdout)
}
