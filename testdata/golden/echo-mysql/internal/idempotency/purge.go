package idempotency

import (
	"context"
	"log/slog"
	"time"
)

// PurgeInterval is how long an expired entry may stay.
const PurgeInterval = time.Minute

// Purge calls purge, which deletes expired entries, again and again until ctx
// ends.
func Purge(ctx context.Context, log *slog.Logger, purge func(context.Context) error) error {
	ticker := time.NewTicker(PurgeInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
			if err := purge(ctx); err != nil {
				log.WarnContext(ctx, "expired idempotency keys remain", slog.Any("error", err))
			}
		}
	}
}
