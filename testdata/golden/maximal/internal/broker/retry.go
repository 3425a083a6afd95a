package broker

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"
)

// errClosed is the error of a Broker that has been closed.
var errClosed = errors.New("broker is closed")

const (
	minWait = 100 * time.Millisecond
	maxWait = 10 * time.Second
)

// backoff is how long to wait before the next try, longer each time.
type backoff struct{ last time.Duration }

// wait waits, unless ctx ends, and reports whether it has not.
func (b *backoff) wait(ctx context.Context) bool {
	b.last = min(max(2*b.last, minWait), maxWait)
	// Instances that have failed together do not try together.
	timer := time.NewTimer(b.last/2 + rand.N(b.last/2)) //nolint:gosec // nobody gains from guessing it
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// closing ends what a Broker does when it is closed.
type closing struct {
	once sync.Once
	done chan struct{}
}

func newClosing() *closing { return &closing{done: make(chan struct{})} }

func (c *closing) close() { c.once.Do(func() { close(c.done) }) }

// run calls consume again whenever it fails, until ctx ends or the Broker is closed.
func (c *closing) run(ctx context.Context, log *slog.Logger, consume func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-ctx.Done():
		case <-c.done:
			cancel(errClosed)
		}
	}()
	var pause backoff
	for {
		begin := time.Now()
		err := consume(ctx)
		if ctx.Err() != nil {
			break
		}
		if time.Since(begin) > maxWait {
			pause = backoff{}
		}
		if pause.last == 0 { // an outage is reported once
			log.WarnContext(ctx, "consuming is interrupted", slog.Any("error", err))
		}
		pause.wait(ctx)
	}
	if errors.Is(context.Cause(ctx), errClosed) {
		return errClosed
	}
	return nil
}

// deliver calls handle with the message until it succeeds, and reports whether it
// has. It gives up when ctx ends, but lets a call finish that has begun. The message
// is kept here between the tries, because a broker that got it back might deliver
// the next one first.
func deliver(ctx context.Context, log *slog.Logger, m Message, handle func(context.Context, Message) error) bool {
	var pause backoff
	for ctx.Err() == nil {
		err := handle(context.WithoutCancel(ctx), m)
		if err == nil {
			return true
		}
		log.WarnContext(ctx, "message will be handled again",
			slog.String("id", m.ID), slog.String("type", m.Type), slog.Any("error", err))
		if !pause.wait(ctx) {
			break
		}
	}
	return false
}
