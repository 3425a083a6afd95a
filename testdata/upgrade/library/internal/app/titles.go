package app

import (
	"context"
	"fmt"
	"io"

	"github.com/acme/library/internal/config"
	"github.com/acme/library/internal/store"
)

// titles prints the title of every book, for the sign at the door.
func titles(ctx context.Context, cfg config.Config, out io.Writer) error {
	db, err := store.Open(ctx, cfg.Store)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // nothing was written
	all, err := store.NewBooks(db).Titles(ctx)
	if err != nil {
		return err
	}
	for _, title := range all {
		if _, err := fmt.Fprintln(out, title); err != nil {
			return err
		}
	}
	return nil
}
