package cache

import (
	"context"
	"time"

	"github.com/acme/shop/internal/order"
	"github.com/acme/shop/internal/page"
)

// Orders is a store that keeps the orders that it reads from another one.
type Orders struct {
	inner order.Store
	kept  cachedRows[order.Order, int64]
}

// NewOrders returns a store of the orders in inner, which are fresh for ttl.
func NewOrders(inner order.Store, c *Cache, ttl time.Duration) *Orders {
	return &Orders{inner: inner, kept: newCachedRows[order.Order, int64](c, "order", ttl)}
}

// Create implements order.Store.
func (s *Orders) Create(ctx context.Context, from order.Order) (order.Order, error) {
	created, err := s.inner.Create(ctx, from)
	s.kept.changed(ctx, err, created.ID)
	return created, err
}

// Get implements order.Store.
func (s *Orders) Get(ctx context.Context, id int64) (order.Order, error) {
	return s.kept.get(ctx, id, func(ctx context.Context) (order.Order, error) {
		return s.inner.Get(ctx, id)
	})
}

// List implements order.Store.
func (s *Orders) List(ctx context.Context, q page.Query[order.Order]) (page.Page[order.Order], error) {
	return s.kept.list(ctx, q, func(ctx context.Context) (page.Page[order.Order], error) {
		return s.inner.List(ctx, q)
	})
}

// Update implements order.Store.
func (s *Orders) Update(ctx context.Context, id int64, apply func(*order.Order) error) (order.Order, error) {
	changed, err := s.inner.Update(ctx, id, apply)
	s.kept.changed(ctx, err, id)
	return changed, err
}

// Delete implements order.Store.
func (s *Orders) Delete(ctx context.Context, id int64, check func(*order.Order) error) error {
	err := s.inner.Delete(ctx, id, check)
	s.kept.deletedOrRestored(ctx, err, id)
	return err
}
