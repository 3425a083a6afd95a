package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"
)

// purge deletes for good the rows that were deleted longer ago than args say.
func (p *program) purge(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("purge", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	age := flags.Duration("older-than", -1, "")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 || *age < 0 {
		return errors.New("usage: server purge --older-than DURATION, such as 720h")
	}
	db, err := p.openDatabase(ctx)
	if err != nil {
		return err
	}
	purged, err := db.Purge(ctx, time.Now().Add(-*age))
	for _, of := range purged {
		if _, err := fmt.Fprintf(p.out, "%s: %d rows deleted for good\n", of.Table, of.Rows); err != nil {
			return err
		}
	}
	return err
}
