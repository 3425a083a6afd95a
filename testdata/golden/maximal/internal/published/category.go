package published

import (
	"context"
	"fmt"

	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/outbox"
	"github.com/acme/everything/internal/page"
)

// Categories is a store of categories that publishes what happens to them.
type Categories struct {
	inner  category.Store
	outbox *outbox.Outbox
}

// NewCategories returns a store of the categories in inner, which joins the transactions
// of the outbox.
func NewCategories(inner category.Store, to *outbox.Outbox) *Categories {
	return &Categories{inner: inner, outbox: to}
}

// add adds the event of what has happened to a category.
func (s *Categories) add(events *outbox.Events, happened string, row category.Category) error {
	return events.Add("category", happened, fmt.Sprintf("categories/%v", row.ID), row)
}

// Create implements category.Store.
func (s *Categories) Create(ctx context.Context, from category.Category) (created category.Category, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if created, err = s.inner.Create(ctx, from); err != nil {
			return err
		}
		return s.add(events, "created", created)
	})
	return created, err
}

// Get implements category.Store.
func (s *Categories) Get(ctx context.Context, id int64) (category.Category, error) {
	return s.inner.Get(ctx, id)
}

// List implements category.Store.
func (s *Categories) List(ctx context.Context, q page.Query[category.Category]) (page.Page[category.Category], error) {
	return s.inner.List(ctx, q)
}

// Update implements category.Store.
func (s *Categories) Update(ctx context.Context, id int64, apply func(*category.Category) error) (updated category.Category, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if updated, err = s.inner.Update(ctx, id, apply); err != nil {
			return err
		}
		return s.add(events, "updated", updated)
	})
	return updated, err
}

// Delete implements category.Store. The event has the category as it was.
func (s *Categories) Delete(ctx context.Context, id int64, check func(*category.Category) error) error {
	return s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) error {
		var deleted category.Category
		err := s.inner.Delete(ctx, id, func(row *category.Category) error {
			deleted = *row
			return check(row)
		})
		if err != nil {
			return err
		}
		return s.add(events, "deleted", deleted)
	})
}
