package idempotency_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/acme/tracks/internal/idempotency"
)

func TestPurgeGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute+time.Second)
		defer cancel()
		purged := 0
		err := idempotency.Purge(ctx, slog.New(slog.DiscardHandler), func(context.Context) error {
			purged++
			return errStore
		})
		if purged != 3 || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("purged %d times, then %v", purged, err)
		}
	})
}
