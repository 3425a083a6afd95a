package published

import (
	"context"
	"fmt"

	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/outbox"
	"github.com/acme/everything/internal/page"
)

// Books is a store of books that publishes what happens to them.
type Books struct {
	inner  book.Store
	outbox *outbox.Outbox
}

// NewBooks returns a store of the books in inner, which joins the transactions
// of the outbox.
func NewBooks(inner book.Store, to *outbox.Outbox) *Books {
	return &Books{inner: inner, outbox: to}
}

// add adds the event of what has happened to a book.
func (s *Books) add(events *outbox.Events, happened string, row book.Book) error {
	return events.Add("book", happened, fmt.Sprintf("books/%v", row.ID), row)
}

// Create implements book.Store.
func (s *Books) Create(ctx context.Context, from book.Book) (created book.Book, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if created, err = s.inner.Create(ctx, from); err != nil {
			return err
		}
		return s.add(events, "created", created)
	})
	return created, err
}

// Get implements book.Store.
func (s *Books) Get(ctx context.Context, id int64) (book.Book, error) {
	return s.inner.Get(ctx, id)
}

// List implements book.Store.
func (s *Books) List(ctx context.Context, q page.Query[book.Book]) (page.Page[book.Book], error) {
	return s.inner.List(ctx, q)
}

// Update implements book.Store.
func (s *Books) Update(ctx context.Context, id int64, apply func(*book.Book) error) (updated book.Book, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if updated, err = s.inner.Update(ctx, id, apply); err != nil {
			return err
		}
		return s.add(events, "updated", updated)
	})
	return updated, err
}

// Delete implements book.Store. The event has the book as it was.
func (s *Books) Delete(ctx context.Context, id int64, check func(*book.Book) error) error {
	return s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) error {
		var deleted book.Book
		err := s.inner.Delete(ctx, id, func(row *book.Book) error {
			deleted = *row
			return check(row)
		})
		if err != nil {
			return err
		}
		return s.add(events, "deleted", deleted)
	})
}
