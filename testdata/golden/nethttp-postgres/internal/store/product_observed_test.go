package store_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/acme/shop/internal/observed"
	"github.com/acme/shop/internal/product"
)

// Observers change nothing that callers see, and are told of the end of each call.
func TestProducts_observed(t *testing.T) {
	var opened, began, ended atomic.Int64
	count := func(ctx context.Context, _, _ string) (context.Context, func(int, error)) {
		began.Add(1)
		return ctx, func(int, error) { ended.Add(1) }
	}
	s := productTests()
	s.open = func(tb testing.TB) resourceStore[product.Product] {
		tb.Helper()
		store := observedProducts(tb, observed.By{count})
		opened.Add(1) // unless there is no database server
		return store
	}
	t.Run("store", s.run)
	if began.Load() < opened.Load() || began.Load() != ended.Load() {
		t.Errorf("%d calls began, and %d ended", began.Load(), ended.Load())
	}
}

// observedProducts returns a store that is observed.
func observedProducts(tb testing.TB, by observed.By) resourceStore[product.Product] {
	tb.Helper()
	stored := newProducts(tb)
	rows, ok := stored.(product.Store)
	if !ok {
		tb.Fatal("unknown store")
	}
	return observed.NewProducts(rows, by)
}
