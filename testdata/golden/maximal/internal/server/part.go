package server

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// Part works as long as the service does: a listener, a consumer of messages, a
// periodic task. Functions that a part has no use for are nil.
type Part struct {
	Name string
	// Start prepares the part. The next part starts when Start has returned.
	Start func(ctx context.Context) error
	// Run does the work, until Stop ends it or ctx does. If it returns earlier,
	// the service stops.
	Run func(ctx context.Context) error
	// Drain tells others, such as a registry, to send no more work. What they
	// still send is done.
	Drain func(ctx context.Context) error
	// Stop finishes the work in progress, and gives up what is left of it when
	// ctx ends.
	Stop func(ctx context.Context) error
}

// Stage is a group of parts that stop together.
type Stage []Part

// running is a part that has started.
type running struct {
	Part
	cancel   context.CancelFunc
	stopping atomic.Bool
	done     chan struct{} // closed when Run has returned
	err      error         // of Run, to be read when done is closed
}

// start starts the parts. It returns those that have started, whether or not
// all have.
func start(ctx context.Context, stages []Stage, failed chan<- struct{}) ([][]*running, error) {
	started := make([][]*running, len(stages))
	for i, stage := range stages {
		for _, part := range stage {
			if part.Start != nil {
				if err := part.Start(ctx); err != nil {
					return started, fmt.Errorf("start %s: %w", part.Name, err)
				}
			}
			p := &running{Part: part, done: make(chan struct{})}
			var working context.Context
			working, p.cancel = context.WithCancel(context.WithoutCancel(ctx)) // until it is stopped
			go p.run(working, failed)
			started[i] = append(started[i], p)
		}
	}
	return started, nil
}

// run runs the part and reports to failed if it ends by itself.
func (p *running) run(ctx context.Context, failed chan<- struct{}) {
	defer close(p.done)
	if p.Run == nil {
		return
	}
	err := p.Run(ctx)
	switch {
	case p.stopping.Load() && (err == nil || errors.Is(err, context.Canceled)):
		return
	case err == nil:
		err = errors.New("ended by itself")
	}
	p.err = fmt.Errorf("%s: %w", p.Name, err)
	failed <- struct{}{} // there is room for every part
}

func (p *running) drain(ctx context.Context) error {
	if p.Drain == nil {
		return nil
	}
	if err := p.Drain(ctx); err != nil {
		return fmt.Errorf("drain %s: %w", p.Name, err)
	}
	return nil
}

// stop ends the part and waits until Run has returned, but no longer than ctx.
func (p *running) stop(ctx context.Context) error {
	p.stopping.Store(true)
	var err error
	if p.Stop != nil {
		if err = p.Stop(ctx); err != nil {
			err = fmt.Errorf("stop %s: %w", p.Name, err)
		}
	}
	p.cancel()
	select {
	case <-p.done:
		return errors.Join(p.err, err)
	case <-ctx.Done():
		return errors.Join(err, fmt.Errorf("wait for %s: %w", p.Name, ctx.Err()))
	}
}

// each calls f for all parts of a stage at the same time.
func each(ctx context.Context, stage []*running, f func(*running, context.Context) error) error {
	errs := make([]error, len(stage))
	var calls sync.WaitGroup
	for i, p := range stage {
		calls.Go(func() { errs[i] = f(p, ctx) })
	}
	calls.Wait()
	return errors.Join(errs...)
}
