package store_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/observed"
)

// Observers change nothing that callers see, and are told of the end of each call.
func TestCategories_observed(t *testing.T) {
	var opened, began, ended atomic.Int64
	count := func(ctx context.Context, _, _ string) (context.Context, func(int, error)) {
		began.Add(1)
		return ctx, func(int, error) { ended.Add(1) }
	}
	s := categoryTests()
	s.open = func(tb testing.TB) resourceStore[category.Category] {
		tb.Helper()
		store := observedCategories(tb, observed.By{count})
		opened.Add(1) // unless there is no database server
		return store
	}
	t.Run("store", s.run)
	if began.Load() < opened.Load() || began.Load() != ended.Load() {
		t.Errorf("%d calls began, and %d ended", began.Load(), ended.Load())
	}
}

// observedCategories returns a store that is observed.
func observedCategories(tb testing.TB, by observed.By) resourceStore[category.Category] {
	tb.Helper()
	stored := newCategories(tb)
	rows, ok := stored.(category.Store)
	if !ok {
		tb.Fatal("unknown store")
	}
	return observed.NewCategories(rows, by)
}
