package published

import (
	"context"
	"fmt"

	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/outbox"
	"github.com/acme/everything/internal/page"
)

// Authors is a store of authors that publishes what happens to them.
type Authors struct {
	inner  author.Store
	outbox *outbox.Outbox
}

// NewAuthors returns a store of the authors in inner, which joins the transactions
// of the outbox.
func NewAuthors(inner author.Store, to *outbox.Outbox) *Authors {
	return &Authors{inner: inner, outbox: to}
}

// add adds the event of what has happened to an author.
func (s *Authors) add(events *outbox.Events, happened string, row author.Author) error {
	return events.Add("author", happened, fmt.Sprintf("authors/%v", row.ID), row)
}

// Create implements author.Store.
func (s *Authors) Create(ctx context.Context, from author.Author) (created author.Author, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if created, err = s.inner.Create(ctx, from); err != nil {
			return err
		}
		return s.add(events, "created", created)
	})
	return created, err
}

// Get implements author.Store.
func (s *Authors) Get(ctx context.Context, id int64) (author.Author, error) {
	return s.inner.Get(ctx, id)
}

// List implements author.Store.
func (s *Authors) List(ctx context.Context, q page.Query[author.Author]) (page.Page[author.Author], error) {
	return s.inner.List(ctx, q)
}

// Update implements author.Store.
func (s *Authors) Update(ctx context.Context, id int64, apply func(*author.Author) error) (updated author.Author, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if updated, err = s.inner.Update(ctx, id, apply); err != nil {
			return err
		}
		return s.add(events, "updated", updated)
	})
	return updated, err
}

// Delete implements author.Store. The event has the author as it was.
func (s *Authors) Delete(ctx context.Context, id int64, check func(*author.Author) error) error {
	return s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) error {
		var deleted author.Author
		err := s.inner.Delete(ctx, id, func(row *author.Author) error {
			deleted = *row
			return check(row)
		})
		if err != nil {
			return err
		}
		return s.add(events, "deleted", deleted)
	})
}
