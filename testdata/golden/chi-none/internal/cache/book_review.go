package cache

import (
	"context"
	"time"

	"github.com/acme/shelf/internal/bookreview"
	"github.com/acme/shelf/internal/page"
)

// BookReviews is a store that keeps the book reviews that it reads from another one.
type BookReviews struct {
	inner bookreview.Store
	kept  cachedRows[bookreview.BookReview, int64]
}

// NewBookReviews returns a store of the book reviews in inner, which are fresh for ttl.
func NewBookReviews(inner bookreview.Store, c *Cache, ttl time.Duration) *BookReviews {
	return &BookReviews{inner: inner, kept: newCachedRows[bookreview.BookReview, int64](c, "book_review", ttl)}
}

// Create implements bookreview.Store.
func (s *BookReviews) Create(ctx context.Context, from bookreview.BookReview) (bookreview.BookReview, error) {
	created, err := s.inner.Create(ctx, from)
	s.kept.changed(ctx, err, created.ID)
	return created, err
}

// Get implements bookreview.Store.
func (s *BookReviews) Get(ctx context.Context, id int64) (bookreview.BookReview, error) {
	return s.kept.get(ctx, id, func(ctx context.Context) (bookreview.BookReview, error) {
		return s.inner.Get(ctx, id)
	})
}

// List implements bookreview.Store.
func (s *BookReviews) List(ctx context.Context, q page.Query[bookreview.BookReview]) (page.Page[bookreview.BookReview], error) {
	return s.kept.list(ctx, q, func(ctx context.Context) (page.Page[bookreview.BookReview], error) {
		return s.inner.List(ctx, q)
	})
}

// Update implements bookreview.Store.
func (s *BookReviews) Update(ctx context.Context, id int64, apply func(*bookreview.BookReview) error) (bookreview.BookReview, error) {
	changed, err := s.inner.Update(ctx, id, apply)
	s.kept.changed(ctx, err, id)
	return changed, err
}

// Delete implements bookreview.Store.
func (s *BookReviews) Delete(ctx context.Context, id int64, check func(*bookreview.BookReview) error) error {
	err := s.inner.Delete(ctx, id, check)
	s.kept.deletedOrRestored(ctx, err, id)
	return err
}
