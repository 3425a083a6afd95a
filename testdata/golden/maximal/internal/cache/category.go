package cache

import (
	"context"
	"time"

	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/page"
)

// Categories is a store that keeps the categories that it reads from another one.
type Categories struct {
	inner category.Store
	kept  cachedRows[category.Category, int64]
}

// NewCategories returns a store of the categories in inner, which are fresh for ttl.
func NewCategories(inner category.Store, c *Cache, ttl time.Duration) *Categories {
	return &Categories{inner: inner, kept: newCachedRows[category.Category, int64](c, "category", ttl, "book")}
}

// Create implements category.Store.
func (s *Categories) Create(ctx context.Context, from category.Category) (category.Category, error) {
	created, err := s.inner.Create(ctx, from)
	s.kept.changed(ctx, err, created.ID)
	return created, err
}

// Get implements category.Store.
func (s *Categories) Get(ctx context.Context, id int64) (category.Category, error) {
	return s.kept.get(ctx, id, func(ctx context.Context) (category.Category, error) {
		return s.inner.Get(ctx, id)
	})
}

// List implements category.Store.
func (s *Categories) List(ctx context.Context, q page.Query[category.Category]) (page.Page[category.Category], error) {
	return s.kept.list(ctx, q, func(ctx context.Context) (page.Page[category.Category], error) {
		return s.inner.List(ctx, q)
	})
}

// Update implements category.Store.
func (s *Categories) Update(ctx context.Context, id int64, apply func(*category.Category) error) (category.Category, error) {
	changed, err := s.inner.Update(ctx, id, apply)
	s.kept.changed(ctx, err, id)
	return changed, err
}

// Delete implements category.Store.
func (s *Categories) Delete(ctx context.Context, id int64, check func(*category.Category) error) error {
	err := s.inner.Delete(ctx, id, check)
	s.kept.deletedOrRestored(ctx, err, id)
	return err
}
