// Command server serves the API of shop.
//
//	@title			shop
//	@version		1.0
//	@description	The HTTP API of shop.
//	@BasePath		/api/v1
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/acme/shop/internal/app"
	"github.com/acme/shop/internal/config"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // so that a second signal ends the program at once
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "shop:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	args := os.Args[1:]
	if len(args) > 0 && slices.Contains([]string{"help", "-h", "-help", "--help"}, args[0]) {
		_, err := fmt.Fprint(os.Stdout, app.Usage)
		return err
	}
	cfg, err := config.Load(os.DirFS("."), os.Environ())
	if err != nil {
		return fmt.Errorf("configuration:\n%w", err)
	}
	return app.Command(ctx, cfg, args, os.Stdout)
}
