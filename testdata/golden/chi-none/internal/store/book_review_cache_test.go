package store_test

import (
	"testing"
	"time"

	"github.com/acme/shelf/internal/bookreview"
	"github.com/acme/shelf/internal/cache"
)

// A cache changes nothing that callers see.
func TestBookReviews_cache(t *testing.T) {
	t.Parallel()
	s := bookReviewTests()
	s.open = func(tb testing.TB) resourceStore[bookreview.BookReview] {
		tb.Helper()
		_, cached := cachedBookReviews(tb)
		return cached
	}
	s.run(t)
}

func TestBookReviews_cacheAgrees(t *testing.T) {
	t.Parallel()
	stored, cached := cachedBookReviews(t)
	bookReviewTests().testCacheAgrees(t, stored, cached)
}

// cachedBookReviews returns a store, and one that has its book reviews in a cache.
func cachedBookReviews(tb testing.TB) (stored, cached resourceStore[bookreview.BookReview]) {
	tb.Helper()
	stored = newBookReviews(tb)
	rows, ok := stored.(bookreview.Store)
	if !ok {
		tb.Fatal("unknown store")
	}
	return stored, cache.NewBookReviews(rows, newCache(tb), time.Minute)
}
