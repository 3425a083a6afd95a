package published

import (
	"context"
	"fmt"

	"github.com/acme/notes/internal/outbox"
	"github.com/acme/notes/internal/page"
	"github.com/acme/notes/internal/tag"
)

// Tags is a store of tags that publishes what happens to them.
type Tags struct {
	inner  tag.Store
	outbox *outbox.Outbox
}

// NewTags returns a store of the tags in inner, which joins the transactions
// of the outbox.
func NewTags(inner tag.Store, to *outbox.Outbox) *Tags {
	return &Tags{inner: inner, outbox: to}
}

// add adds the event of what has happened to a tag.
func (s *Tags) add(events *outbox.Events, happened string, row tag.Tag) error {
	return events.Add("tag", happened, fmt.Sprintf("tags/%v", row.ID), row)
}

// Create implements tag.Store.
func (s *Tags) Create(ctx context.Context, from tag.Tag) (created tag.Tag, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if created, err = s.inner.Create(ctx, from); err != nil {
			return err
		}
		return s.add(events, "created", created)
	})
	return created, err
}

// Get implements tag.Store.
func (s *Tags) Get(ctx context.Context, id int64) (tag.Tag, error) {
	return s.inner.Get(ctx, id)
}

// List implements tag.Store.
func (s *Tags) List(ctx context.Context, q page.Query[tag.Tag]) (page.Page[tag.Tag], error) {
	return s.inner.List(ctx, q)
}

// Update implements tag.Store.
func (s *Tags) Update(ctx context.Context, id int64, apply func(*tag.Tag) error) (updated tag.Tag, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if updated, err = s.inner.Update(ctx, id, apply); err != nil {
			return err
		}
		return s.add(events, "updated", updated)
	})
	return updated, err
}

// Delete implements tag.Store. The event has the tag as it was.
func (s *Tags) Delete(ctx context.Context, id int64, check func(*tag.Tag) error) error {
	return s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) error {
		var deleted tag.Tag
		err := s.inner.Delete(ctx, id, func(row *tag.Tag) error {
			deleted = *row
			return check(row)
		})
		if err != nil {
			return err
		}
		return s.add(events, "deleted", deleted)
	})
}
