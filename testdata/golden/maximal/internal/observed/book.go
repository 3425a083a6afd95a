package observed

import (
	"context"

	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/page"
)

// Books is a store of books whose calls are observed.
type Books struct {
	inner book.Store
	by    By
}

// NewBooks returns a store of the books in inner.
func NewBooks(inner book.Store, by By) *Books {
	return &Books{inner: inner, by: by}
}

// Create implements book.Store.
func (s *Books) Create(ctx context.Context, from book.Book) (book.Book, error) {
	ctx, end := s.by.start(ctx, "book", "create")
	created, err := s.inner.Create(ctx, from)
	end(1, err)
	return created, err
}

// Get implements book.Store.
func (s *Books) Get(ctx context.Context, id int64) (book.Book, error) {
	ctx, end := s.by.start(ctx, "book", "get")
	found, err := s.inner.Get(ctx, id)
	end(1, err)
	return found, err
}

// List implements book.Store.
func (s *Books) List(ctx context.Context, q page.Query[book.Book]) (page.Page[book.Book], error) {
	ctx, end := s.by.start(ctx, "book", "list")
	listed, err := s.inner.List(ctx, q)
	end(len(listed.Items), err)
	return listed, err
}

// Update implements book.Store.
func (s *Books) Update(ctx context.Context, id int64, apply func(*book.Book) error) (book.Book, error) {
	ctx, end := s.by.start(ctx, "book", "update")
	changed, err := s.inner.Update(ctx, id, apply)
	end(1, err)
	return changed, err
}

// Delete implements book.Store.
func (s *Books) Delete(ctx context.Context, id int64, check func(*book.Book) error) error {
	ctx, end := s.by.start(ctx, "book", "delete")
	err := s.inner.Delete(ctx, id, check)
	end(1, err)
	return err
}
