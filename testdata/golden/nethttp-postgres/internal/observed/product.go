package observed

import (
	"context"

	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/product"
)

// Products is a store of products whose calls are observed.
type Products struct {
	inner product.Store
	by    By
}

// NewProducts returns a store of the products in inner.
func NewProducts(inner product.Store, by By) *Products {
	return &Products{inner: inner, by: by}
}

// Create implements product.Store.
func (s *Products) Create(ctx context.Context, from product.Product) (product.Product, error) {
	ctx, end := s.by.start(ctx, "product", "create")
	created, err := s.inner.Create(ctx, from)
	end(1, err)
	return created, err
}

// Get implements product.Store.
func (s *Products) Get(ctx context.Context, id int64) (product.Product, error) {
	ctx, end := s.by.start(ctx, "product", "get")
	found, err := s.inner.Get(ctx, id)
	end(1, err)
	return found, err
}

// List implements product.Store.
func (s *Products) List(ctx context.Context, q page.Query[product.Product]) (page.Page[product.Product], error) {
	ctx, end := s.by.start(ctx, "product", "list")
	listed, err := s.inner.List(ctx, q)
	end(len(listed.Items), err)
	return listed, err
}

// Update implements product.Store.
func (s *Products) Update(ctx context.Context, id int64, apply func(*product.Product) error) (product.Product, error) {
	ctx, end := s.by.start(ctx, "product", "update")
	changed, err := s.inner.Update(ctx, id, apply)
	end(1, err)
	return changed, err
}

// Delete implements product.Store.
func (s *Products) Delete(ctx context.Context, id int64, check func(*product.Product) error) error {
	ctx, end := s.by.start(ctx, "product", "delete")
	err := s.inner.Delete(ctx, id, check)
	end(1, err)
	return err
}
