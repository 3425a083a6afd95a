// Command server serves the API of library.
//
//	@title			library
//	@version		1.0
//	@description	The HTTP API of library.
//	@BasePath		/
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/acme/library/internal/app"
	"github.com/acme/library/internal/config"
	"github.com/acme/library/internal/version"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // so that a second signal ends the program at once
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "library:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	args := os.Args[1:]
	if len(args) > 0 && args[0] == "version" {
		_, err := fmt.Fprintf(os.Stdout, "%+v\n", version.Get())
		return err
	}
	if len(args) > 0 && slices.Contains([]string{"help", "-h", "-help", "--help"}, args[0]) {
		_, err := fmt.Fprint(os.Stdout, app.Usage)
		return err
	}
	dir := "."
	if len(args) > 1 && args[0] == "--dir" { // the catalogue terminals start it from elsewhere
		dir, args = args[1], args[2:]
	}
	cfg, err := config.Load(os.DirFS(dir), os.Environ())
	if err != nil {
		return fmt.Errorf("configuration:\n%w", err)
	}
	return app.Command(ctx, cfg, args, os.Stdout)
}
