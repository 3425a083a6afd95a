package tracing

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// reportEvery is how often trouble with the collector is logged.
const reportEvery = time.Minute

// reporter logs what OpenTelemetry has to say, but not each time: a collector that
// is down makes an error with each batch.
type reporter struct {
	log *slog.Logger

	mu      sync.Mutex
	last    time.Time
	omitted int // errors since then
}

func newReporter(log *slog.Logger) *reporter { return &reporter{log: log} }

// Handle is called with each error.
func (r *reporter) Handle(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if time.Since(r.last) < reportEvery {
		r.omitted++
		return
	}
	r.log.WarnContext(context.Background(), "tracing", slog.Any("error", err), slog.Int("errors_omitted", r.omitted))
	r.last, r.omitted = time.Now(), 0
}
