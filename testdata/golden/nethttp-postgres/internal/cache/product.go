package cache

import (
	"context"
	"time"

	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/product"
)

// Products is a store that keeps the products that it reads from another one.
type Products struct {
	inner product.Store
	kept  cachedRows[product.Product, int64]
}

// NewProducts returns a store of the products in inner, which are fresh for ttl.
func NewProducts(inner product.Store, c *Cache, ttl time.Duration) *Products {
	return &Products{inner: inner, kept: newCachedRows[product.Product, int64](c, "product", ttl)}
}

// Create implements product.Store.
func (s *Products) Create(ctx context.Context, from product.Product) (product.Product, error) {
	created, err := s.inner.Create(ctx, from)
	s.kept.changed(ctx, err, created.ID)
	return created, err
}

// Get implements product.Store.
func (s *Products) Get(ctx context.Context, id int64) (product.Product, error) {
	return s.kept.get(ctx, id, func(ctx context.Context) (product.Product, error) {
		return s.inner.Get(ctx, id)
	})
}

// List implements product.Store.
func (s *Products) List(ctx context.Context, q page.Query[product.Product]) (page.Page[product.Product], error) {
	return s.kept.list(ctx, q, func(ctx context.Context) (page.Page[product.Product], error) {
		return s.inner.List(ctx, q)
	})
}

// Update implements product.Store.
func (s *Products) Update(ctx context.Context, id int64, apply func(*product.Product) error) (product.Product, error) {
	changed, err := s.inner.Update(ctx, id, apply)
	s.kept.changed(ctx, err, id)
	return changed, err
}

// Delete implements product.Store.
func (s *Products) Delete(ctx context.Context, id int64, check func(*product.Product) error) error {
	err := s.inner.Delete(ctx, id, check)
	s.kept.deletedOrRestored(ctx, err, id)
	return err
}
