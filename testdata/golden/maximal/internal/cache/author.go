package cache

import (
	"context"
	"time"

	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/page"
)

// Authors is a store that keeps the authors that it reads from another one.
type Authors struct {
	inner author.Store
	kept  cachedRows[author.Author, int64]
}

// NewAuthors returns a store of the authors in inner, which are fresh for ttl.
func NewAuthors(inner author.Store, c *Cache, ttl time.Duration) *Authors {
	return &Authors{inner: inner, kept: newCachedRows[author.Author, int64](c, "author", ttl, "book")}
}

// Create implements author.Store.
func (s *Authors) Create(ctx context.Context, from author.Author) (author.Author, error) {
	created, err := s.inner.Create(ctx, from)
	s.kept.changed(ctx, err, created.ID)
	return created, err
}

// Get implements author.Store.
func (s *Authors) Get(ctx context.Context, id int64) (author.Author, error) {
	return s.kept.get(ctx, id, func(ctx context.Context) (author.Author, error) {
		return s.inner.Get(ctx, id)
	})
}

// List implements author.Store.
func (s *Authors) List(ctx context.Context, q page.Query[author.Author]) (page.Page[author.Author], error) {
	return s.kept.list(ctx, q, func(ctx context.Context) (page.Page[author.Author], error) {
		return s.inner.List(ctx, q)
	})
}

// Update implements author.Store.
func (s *Authors) Update(ctx context.Context, id int64, apply func(*author.Author) error) (author.Author, error) {
	changed, err := s.inner.Update(ctx, id, apply)
	s.kept.changed(ctx, err, id)
	return changed, err
}

// Delete implements author.Store.
func (s *Authors) Delete(ctx context.Context, id int64, check func(*author.Author) error) error {
	err := s.inner.Delete(ctx, id, check)
	s.kept.deletedOrRestored(ctx, err, id)
	return err
}
