package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// cache invalidates what is in the cache.
func (p *program) cache(ctx context.Context, args []string) error {
	if !slices.Equal(args, []string{"flush"}) {
		return errors.New("usage: server cache flush")
	}
	if err := p.flushCache(ctx); err != nil {
		return err
	}
	_, err := fmt.Fprintln(p.out, "nothing in the cache is valid any more")
	return err
}

// flushCache invalidates what is in the cache, after changes of the database that it
// knows nothing of.
func (p *program) flushCache(ctx context.Context) error {
	c, err := p.openCache(ctx, p.openRedis())
	if err != nil {
		return err
	}
	return c.Flush(ctx)
}
