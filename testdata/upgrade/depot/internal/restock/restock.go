// Package restock orders what runs out, in the background.
package restock

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"
)

// Config is read from the environment.
type Config struct {
	Every     time.Duration `env:"RESTOCK_EVERY" envDefault:"1m"`
	Threshold int32         `env:"RESTOCK_THRESHOLD" envDefault:"5"`
}

// Validate reports what Start could not use.
func (c Config) Validate() error {
	if c.Every <= 0 {
		return errors.New("RESTOCK_EVERY: must be positive")
	}
	return nil
}

// Shortages counts the items below a quantity.
type Shortages interface {
	Below(ctx context.Context, quantity int32) (int64, error)
}

// Worker looks for shortages until it is stopped.
type Worker struct {
	cfg   Config
	items Shortages
	log   *slog.Logger
	stop  context.CancelFunc
	done  chan struct{}
	fails atomic.Int64
}

// Start runs a worker; Stop ends it.
func Start(cfg Config, items Shortages, log *slog.Logger) *Worker {
	ctx, stop := context.WithCancel(context.Background())
	w := &Worker{cfg: cfg, items: items, log: log, stop: stop, done: make(chan struct{})}
	go w.run(ctx)
	return w
}

func (w *Worker) run(ctx context.Context) {
	defer close(w.done)
	ticks := time.NewTicker(w.cfg.Every)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
			w.look(ctx)
		}
	}
}

func (w *Worker) look(ctx context.Context) {
	n, err := w.items.Below(ctx, w.cfg.Threshold)
	if err != nil {
		w.fails.Add(1)
		w.log.WarnContext(ctx, "restock", slog.Any("error", err))
		return
	}
	w.fails.Store(0)
	if n > 0 {
		w.log.InfoContext(ctx, "items run out", slog.Int64("items", n))
	}
}

// Check fails while the worker has failed three times in a row.
func (w *Worker) Check(context.Context) error {
	if w.fails.Load() >= 3 {
		return errors.New("shortages cannot be read")
	}
	return nil
}

// Stop ends the worker and waits for it.
func (w *Worker) Stop() {
	w.stop()
	<-w.done
}
