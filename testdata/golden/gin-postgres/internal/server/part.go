package server

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// Part works as long as the service does: a listener, a periodic task. Functions
// that a part has no use for are nil.
type Part struct {
	Name string
	// Start prepares the part. The next part starts when Start has returned.
	Start func(ctx context.Context) error
	// Run does the work, until ctx ends or Stop ends it. If it returns earlier,
	// the service stops.
	Run func(ctx context.Context) error
	// Drain tells others to send no more work. What they still send is done.
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
	cancel context.CancelFunc
	done   chan struct{} // closed when Run has returned
	err    error         // of Run, to be read when done is closed
}

// start starts the parts. It returns those that have started, whether or not
// all have.
func start(ctx context.Context, stages []Stage, failed chan<- struct{}) ([][]*running, error) {
	started := make([][]*running, len(stages))
	for i, stage := range stages {
		for _, part := range stage {
			if err := part.call(ctx, "start", part.Start); err != nil {
				return started, err
			}
			working, cancel := context.WithCancel(context.WithoutCancel(ctx)) // until it is stopped
			p := &running{Part: part, cancel: cancel, done: make(chan struct{})}
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
	case ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)):
		return
	case err == nil:
		err = errors.New("ended by itself")
	}
	p.err = fmt.Errorf("%s: %w", p.Name, err)
	failed <- struct{}{} // there is room for every part
}

func (p *running) drain(ctx context.Context) error { return p.call(ctx, "drain", p.Drain) }

// stop ends the part and waits until Run has returned, but no longer than ctx.
func (p *running) stop(ctx context.Context) error {
	p.cancel()
	err := p.call(ctx, "stop", p.Stop)
	select {
	case <-p.done:
		return errors.Join(p.err, err)
	case <-ctx.Done():
		return errors.Join(err, fmt.Errorf("wait for %s: %w", p.Name, ctx.Err()))
	}
}

// call calls a function of the part, if it has it.
func (p Part) call(ctx context.Context, what string, f func(context.Context) error) error {
	if f == nil {
		return nil
	}
	if err := f(ctx); err != nil {
		return fmt.Errorf("%s %s: %w", what, p.Name, err)
	}
	return nil
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
