package store_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/observed"
)

// Observers change nothing that callers see, and are told of the end of each call.
func TestBooks_observed(t *testing.T) {
	var opened, began, ended atomic.Int64
	count := func(ctx context.Context, _, _ string) (context.Context, func(int, error)) {
		began.Add(1)
		return ctx, func(int, error) { ended.Add(1) }
	}
	s := bookTests()
	s.open = func(tb testing.TB) resourceStore[book.Book] {
		tb.Helper()
		store := observedBooks(tb, observed.By{count})
		opened.Add(1) // unless there is no database server
		return store
	}
	t.Run("store", s.run)
	if began.Load() < opened.Load() || began.Load() != ended.Load() {
		t.Errorf("%d calls began, and %d ended", began.Load(), ended.Load())
	}
}

// observedBooks returns a store that is observed.
func observedBooks(tb testing.TB, by observed.By) resourceStore[book.Book] {
	tb.Helper()
	stored := newBooks(tb)
	rows, ok := stored.(book.Store)
	if !ok {
		tb.Fatal("unknown store")
	}
	return observed.NewBooks(rows, by)
}
