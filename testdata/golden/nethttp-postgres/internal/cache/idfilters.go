package cache

import (
	"context"
	"log/slog"
	"sync"
)

// IDFilters are the filters of ids of all resources.
type IDFilters struct {
	on  bool
	log *slog.Logger
	all []func(ctx context.Context) // makes a filter until ctx ends
}

// NewIDFilters returns filters, to which FilterBooks and the like add theirs unless
// they are switched off.
func NewIDFilters(cfg Config, log *slog.Logger) *IDFilters {
	return &IDFilters{on: cfg.Bloom, log: log}
}

// Run makes the filters until ctx ends.
func (f *IDFilters) Run(ctx context.Context) error {
	var running sync.WaitGroup
	for _, run := range f.all {
		running.Go(func() { run(ctx) })
	}
	<-ctx.Done()
	running.Wait()
	return nil
}
