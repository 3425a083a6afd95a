package cache

import (
	"context"
	"time"

	"github.com/acme/notes/internal/page"
	"github.com/acme/notes/internal/tag"
)

// Tags is a store that keeps the tags that it reads from another one.
type Tags struct {
	inner tag.Store
	kept  cachedRows[tag.Tag, int64]
}

// NewTags returns a store of the tags in inner, which are fresh for ttl.
func NewTags(inner tag.Store, c *Cache, ttl time.Duration) *Tags {
	return &Tags{inner: inner, kept: newCachedRows[tag.Tag, int64](c, "tag", ttl, "note")}
}

// Create implements tag.Store.
func (s *Tags) Create(ctx context.Context, from tag.Tag) (tag.Tag, error) {
	created, err := s.inner.Create(ctx, from)
	s.kept.changed(ctx, err, created.ID)
	return created, err
}

// Get implements tag.Store.
func (s *Tags) Get(ctx context.Context, id int64) (tag.Tag, error) {
	return s.kept.get(ctx, id, func(ctx context.Context) (tag.Tag, error) {
		return s.inner.Get(ctx, id)
	})
}

// List implements tag.Store.
func (s *Tags) List(ctx context.Context, q page.Query[tag.Tag]) (page.Page[tag.Tag], error) {
	return s.kept.list(ctx, q, func(ctx context.Context) (page.Page[tag.Tag], error) {
		return s.inner.List(ctx, q)
	})
}

// Update implements tag.Store.
func (s *Tags) Update(ctx context.Context, id int64, apply func(*tag.Tag) error) (tag.Tag, error) {
	changed, err := s.inner.Update(ctx, id, apply)
	s.kept.changed(ctx, err, id)
	return changed, err
}

// Delete implements tag.Store.
func (s *Tags) Delete(ctx context.Context, id int64, check func(*tag.Tag) error) error {
	err := s.inner.Delete(ctx, id, check)
	s.kept.deletedOrRestored(ctx, err, id)
	return err
}
