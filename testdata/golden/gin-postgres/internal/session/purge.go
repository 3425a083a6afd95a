package session

import (
	"context"
	"log/slog"
	"time"
)

// PurgeInterval is how long what has expired may stay.
const PurgeInterval = time.Hour

// Expire deletes sessions and tokens that have expired. Any number of instances may
// do so.
func (s *Sessions) Expire(ctx context.Context) error {
	return s.Purge(ctx, time.Now())
}

// PurgeEvery calls purge, which deletes what has expired, again and again until ctx
// ends.
func PurgeEvery(ctx context.Context, log *slog.Logger, purge func(context.Context) error) error {
	ticker := time.NewTicker(PurgeInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
			if err := purge(ctx); err != nil {
				log.WarnContext(ctx, "expired sessions remain", slog.Any("error", err))
			}
		}
	}
}
