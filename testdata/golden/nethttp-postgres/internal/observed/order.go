package observed

import (
	"context"

	"github.com/acme/shop/internal/order"
	"github.com/acme/shop/internal/page"
)

// Orders is a store of orders whose calls are observed.
type Orders struct {
	inner order.Store
	by    By
}

// NewOrders returns a store of the orders in inner.
func NewOrders(inner order.Store, by By) *Orders {
	return &Orders{inner: inner, by: by}
}

// Create implements order.Store.
func (s *Orders) Create(ctx context.Context, from order.Order) (order.Order, error) {
	ctx, end := s.by.start(ctx, "order", "create")
	created, err := s.inner.Create(ctx, from)
	end(1, err)
	return created, err
}

// Get implements order.Store.
func (s *Orders) Get(ctx context.Context, id int64) (order.Order, error) {
	ctx, end := s.by.start(ctx, "order", "get")
	found, err := s.inner.Get(ctx, id)
	end(1, err)
	return found, err
}

// List implements order.Store.
func (s *Orders) List(ctx context.Context, q page.Query[order.Order]) (page.Page[order.Order], error) {
	ctx, end := s.by.start(ctx, "order", "list")
	listed, err := s.inner.List(ctx, q)
	end(len(listed.Items), err)
	return listed, err
}

// Update implements order.Store.
func (s *Orders) Update(ctx context.Context, id int64, apply func(*order.Order) error) (order.Order, error) {
	ctx, end := s.by.start(ctx, "order", "update")
	changed, err := s.inner.Update(ctx, id, apply)
	end(1, err)
	return changed, err
}

// Delete implements order.Store.
func (s *Orders) Delete(ctx context.Context, id int64, check func(*order.Order) error) error {
	ctx, end := s.by.start(ctx, "order", "delete")
	err := s.inner.Delete(ctx, id, check)
	end(1, err)
	return err
}
