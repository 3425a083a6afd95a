package cache

import (
	"context"
	"time"

	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/page"
)

// Books is a store that keeps the books that it reads from another one.
type Books struct {
	inner book.Store
	kept  cachedRows[book.Book, int64]
}

// NewBooks returns a store of the books in inner, which are fresh for ttl.
func NewBooks(inner book.Store, c *Cache, ttl time.Duration) *Books {
	return &Books{inner: inner, kept: newCachedRows[book.Book, int64](c, "book", ttl)}
}

// Create implements book.Store.
func (s *Books) Create(ctx context.Context, from book.Book) (book.Book, error) {
	created, err := s.inner.Create(ctx, from)
	s.kept.changed(ctx, err, created.ID)
	return created, err
}

// Get implements book.Store.
func (s *Books) Get(ctx context.Context, id int64) (book.Book, error) {
	return s.kept.get(ctx, id, func(ctx context.Context) (book.Book, error) {
		return s.inner.Get(ctx, id)
	})
}

// List implements book.Store.
func (s *Books) List(ctx context.Context, q page.Query[book.Book]) (page.Page[book.Book], error) {
	return s.kept.list(ctx, q, func(ctx context.Context) (page.Page[book.Book], error) {
		return s.inner.List(ctx, q)
	})
}

// Update implements book.Store.
func (s *Books) Update(ctx context.Context, id int64, apply func(*book.Book) error) (book.Book, error) {
	changed, err := s.inner.Update(ctx, id, apply)
	s.kept.changed(ctx, err, id)
	return changed, err
}

// Delete implements book.Store.
func (s *Books) Delete(ctx context.Context, id int64, check func(*book.Book) error) error {
	err := s.inner.Delete(ctx, id, check)
	s.kept.deletedOrRestored(ctx, err, id)
	return err
}
