package cache

import (
	"context"
	"sync"
)

// background is functions that run until it is closed.
type background struct {
	stop    context.CancelFunc
	running sync.WaitGroup
}

// start calls functions, whose context ends with Close and not with ctx.
func (b *background) start(ctx context.Context, functions ...func(ctx context.Context)) {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	b.stop = stop
	for _, f := range functions {
		b.running.Go(func() { f(ctx) })
	}
}

// Close waits for the functions to return.
func (b *background) Close() error {
	b.stop()
	b.running.Wait()
	return nil
}
