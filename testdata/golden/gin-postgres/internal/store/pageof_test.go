package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/acme/notes/internal/page"
)

func TestPageOf(t *testing.T) {
	t.Parallel()
	q := page.Query[int]{Limit: 2, Count: true, CountTimeout: time.Nanosecond}
	p, err := pageOf(t.Context(), q, []int{1}, func(ctx context.Context, _ *int64) error {
		<-ctx.Done()
		return ctx.Err()
	})
	if err != nil || p.Total != nil || len(p.Items) != 1 {
		t.Errorf("counting took too long: %+v, %v", p, err)
	}
	q.CountTimeout = time.Minute
	broken := errors.New("broken")
	if _, err := pageOf(t.Context(), q, []int{1}, func(context.Context, *int64) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("counting failed: %v", err)
	}
}
