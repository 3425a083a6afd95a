package outbox

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/acme/notes/internal/broker"
)

const (
	// leaseTime is how long a partition stays with a relay that has died. It is longer
	// than a round of publishing takes.
	leaseTime = 20 * time.Second
	// publishTimeout limits a call of the broker.
	publishTimeout = 10 * time.Second
	// flushTimeout limits what is published when the service stops.
	flushTimeout = 5 * time.Second
	// parallel is how many partitions a relay publishes at a time.
	parallel = 4
	// batch is how many messages of a partition it publishes with one call.
	batch = 64
	// maxPause is how long it waits before it tries the broker again.
	maxPause      = 5 * time.Second
	minPause      = 100 * time.Millisecond
	purgeInterval = time.Minute
)

// Row is a message in the outbox.
type Row struct {
	ID      int64
	Message broker.Message
}

// Queue is the outbox as a relay sees it.
type Queue interface {
	// Waiting returns the partitions with messages to be sent that no other owner has.
	Waiting(ctx context.Context, owner string) ([]int, error)
	// Lease reports whether owner has the partition now, until that time.
	Lease(ctx context.Context, owner string, part int, until time.Time) (bool, error)
	// Release gives a partition to others.
	Release(ctx context.Context, owner string, part int) error
	// Unsent returns the first messages of a partition that have not been sent.
	Unsent(ctx context.Context, part, limit int) ([]Row, error)
	MarkSent(ctx context.Context, rows []Row) error
	// Purge deletes what was sent before a time.
	Purge(ctx context.Context, before time.Time) error
	// Oldest returns when the oldest message was stored that has not been sent, or the
	// zero time.
	Oldest(ctx context.Context) (time.Time, error)
}

// Publisher is a broker. Publish returns when it has confirmed all messages.
type Publisher interface {
	Publish(ctx context.Context, messages []broker.Message) error
}

// Relay publishes what is in the outbox. Several processes do so at the same time,
// each with other partitions: who has leased one publishes its messages in order. One
// that is paused for longer than its lease may publish what another one already
// has, but never a message before the one in front of it.
type Relay struct {
	cfg       Config
	committed <-chan struct{}
	queue     Queue
	broker    Publisher
	log       *slog.Logger
	owner     string

	mu      sync.Mutex
	failure error // of the last round, or nil
}

// NewRelay returns a Relay that publishes what of is told of, and what others have
// stored in the queue.
func NewRelay(cfg Config, of *Outbox, queue Queue, publisher Publisher, log *slog.Logger) *Relay {
	return &Relay{cfg: cfg, committed: of.committed, queue: queue, broker: publisher, log: log, owner: rand.Text()}
}

// Run publishes until ctx ends, and then what is left.
func (r *Relay) Run(ctx context.Context) error {
	purge := time.NewTicker(purgeInterval)
	defer purge.Stop()
	pause := time.Duration(0)
	for {
		more, err := r.round(ctx)
		if ctx.Err() != nil {
			return r.flush(ctx)
		}
		r.report(ctx, err)
		wait, committed := r.cfg.Poll, r.committed
		switch {
		case err != nil: // commits go on, and are no reason to try earlier
			pause = min(max(2*pause, minPause), maxPause)
			wait, committed = pause, nil
		case more:
			pause, wait = 0, 0
		default:
			pause = 0
		}
		select {
		case <-ctx.Done():
			return r.flush(ctx)
		case <-purge.C:
			r.purge(ctx)
		case <-committed:
		case <-time.After(wait):
		}
	}
}

// lastFailure returns the error of the last round, or nil.
func (r *Relay) lastFailure() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failure
}

// report logs that publishing fails, and that it works again.
func (r *Relay) report(ctx context.Context, err error) {
	failing := r.lastFailure() != nil
	switch {
	case err != nil && !failing:
		r.log.WarnContext(ctx, "events are not published, and wait", slog.Any("error", err))
	case err == nil && failing:
		r.log.InfoContext(ctx, "events are published again")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failure = err
}

// flush publishes what was committed while the service stopped. Without the broker
// it waits for the next start.
func (r *Relay) flush(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTimeout)
	defer cancel()
	more, err := r.lastFailure() == nil, error(nil)
	for more && err == nil {
		more, err = r.round(ctx)
	}
	r.report(ctx, err)
	return nil
}

// round publishes a batch of each partition that it can have, and reports whether
// there may be more.
func (r *Relay) round(ctx context.Context) (more bool, err error) {
	parts, err := r.queue.Waiting(ctx, r.owner)
	if err != nil {
		return false, fmt.Errorf("look for events: %w", err)
	}
	var full atomic.Bool
	var group errgroup.Group
	group.SetLimit(parallel)
	for _, part := range parts {
		group.Go(func() error {
			n, err := r.publish(ctx, part)
			if n == batch {
				full.Store(true)
			}
			return err
		})
	}
	err = group.Wait()
	return full.Load(), err
}

// publish publishes the next messages of a partition, unless it belongs to another
// relay, and returns how many.
func (r *Relay) publish(ctx context.Context, part int) (n int, err error) {
	mine, err := r.queue.Lease(ctx, r.owner, part, time.Now().Add(leaseTime))
	if err != nil || !mine {
		return 0, err
	}
	ending := context.WithoutCancel(ctx)
	defer func() { err = errors.Join(err, r.queue.Release(ending, r.owner, part)) }()
	rows, err := r.queue.Unsent(ctx, part, batch)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	messages := make([]broker.Message, len(rows))
	for i, row := range rows {
		messages[i] = row.Message
	}
	publishing, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	if err := r.broker.Publish(publishing, messages); err != nil {
		return 0, err
	}
	// What has been published must be marked even if the service stops.
	if err := r.queue.MarkSent(ending, rows); err != nil {
		return 0, fmt.Errorf("mark events: %w", err)
	}
	return len(rows), nil
}

func (r *Relay) purge(ctx context.Context) {
	if err := r.queue.Purge(ctx, time.Now().Add(-r.cfg.Keep)); err != nil {
		r.log.WarnContext(ctx, "events that were sent remain in the outbox", slog.Any("error", err))
	}
}

// Check is a health.Check that events do not wait for long. It should be optional:
// the service works, and none of them is lost.
func (r *Relay) Check(ctx context.Context) error {
	oldest, err := r.queue.Oldest(ctx)
	if err != nil {
		return err
	}
	age := time.Since(oldest)
	if oldest.IsZero() || age <= r.cfg.Late {
		return nil
	}
	late := fmt.Errorf("the oldest event has waited for %s", age.Round(time.Second))
	if err := r.lastFailure(); err != nil {
		return fmt.Errorf("%w: %w", late, err)
	}
	return late
}
