// Gen generates Go backend projects and keeps changing them.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/gen-go/gen/cli"
	"github.com/gen-go/gen/templates"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, templates.Catalog(), os.Args[1:], cli.OS())
	stop()
	os.Exit(code)
}
