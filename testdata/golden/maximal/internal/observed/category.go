package observed

import (
	"context"

	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/page"
)

// Categories is a store of categories whose calls are observed.
type Categories struct {
	inner category.Store
	by    By
}

// NewCategories returns a store of the categories in inner.
func NewCategories(inner category.Store, by By) *Categories {
	return &Categories{inner: inner, by: by}
}

// Create implements category.Store.
func (s *Categories) Create(ctx context.Context, from category.Category) (category.Category, error) {
	ctx, end := s.by.start(ctx, "category", "create")
	created, err := s.inner.Create(ctx, from)
	end(1, err)
	return created, err
}

// Get implements category.Store.
func (s *Categories) Get(ctx context.Context, id int64) (category.Category, error) {
	ctx, end := s.by.start(ctx, "category", "get")
	found, err := s.inner.Get(ctx, id)
	end(1, err)
	return found, err
}

// List implements category.Store.
func (s *Categories) List(ctx context.Context, q page.Query[category.Category]) (page.Page[category.Category], error) {
	ctx, end := s.by.start(ctx, "category", "list")
	listed, err := s.inner.List(ctx, q)
	end(len(listed.Items), err)
	return listed, err
}

// Update implements category.Store.
func (s *Categories) Update(ctx context.Context, id int64, apply func(*category.Category) error) (category.Category, error) {
	ctx, end := s.by.start(ctx, "category", "update")
	changed, err := s.inner.Update(ctx, id, apply)
	end(1, err)
	return changed, err
}

// Delete implements category.Store.
func (s *Categories) Delete(ctx context.Context, id int64, check func(*category.Category) error) error {
	ctx, end := s.by.start(ctx, "category", "delete")
	err := s.inner.Delete(ctx, id, check)
	end(1, err)
	return err
}
