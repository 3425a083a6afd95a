package observed

import (
	"context"

	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/page"
)

// Authors is a store of authors whose calls are observed.
type Authors struct {
	inner author.Store
	by    By
}

// NewAuthors returns a store of the authors in inner.
func NewAuthors(inner author.Store, by By) *Authors {
	return &Authors{inner: inner, by: by}
}

// Create implements author.Store.
func (s *Authors) Create(ctx context.Context, from author.Author) (author.Author, error) {
	ctx, end := s.by.start(ctx, "author", "create")
	created, err := s.inner.Create(ctx, from)
	end(1, err)
	return created, err
}

// Get implements author.Store.
func (s *Authors) Get(ctx context.Context, id int64) (author.Author, error) {
	ctx, end := s.by.start(ctx, "author", "get")
	found, err := s.inner.Get(ctx, id)
	end(1, err)
	return found, err
}

// List implements author.Store.
func (s *Authors) List(ctx context.Context, q page.Query[author.Author]) (page.Page[author.Author], error) {
	ctx, end := s.by.start(ctx, "author", "list")
	listed, err := s.inner.List(ctx, q)
	end(len(listed.Items), err)
	return listed, err
}

// Update implements author.Store.
func (s *Authors) Update(ctx context.Context, id int64, apply func(*author.Author) error) (author.Author, error) {
	ctx, end := s.by.start(ctx, "author", "update")
	changed, err := s.inner.Update(ctx, id, apply)
	end(1, err)
	return changed, err
}

// Delete implements author.Store.
func (s *Authors) Delete(ctx context.Context, id int64, check func(*author.Author) error) error {
	ctx, end := s.by.start(ctx, "author", "delete")
	err := s.inner.Delete(ctx, id, check)
	end(1, err)
	return err
}
