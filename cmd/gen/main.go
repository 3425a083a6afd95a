// Gen scaffolds Go backend projects.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/gen-go/gen/cli"
	"github.com/gen-go/gen/templates"
)

func main() {
	debug.SetGCPercent(400) // a call is over before most of its garbage is worth collecting
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, templates.Catalog(), os.Args[1:], cli.OS())
	stop()
	os.Exit(code)
}
