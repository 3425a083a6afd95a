package published

import (
	"context"
	"fmt"

	"github.com/acme/tracks/internal/artist"
	"github.com/acme/tracks/internal/outbox"
	"github.com/acme/tracks/internal/page"
)

// Artists is a store of artists that publishes what happens to them.
type Artists struct {
	inner  artist.Store
	outbox *outbox.Outbox
}

// NewArtists returns a store of the artists in inner, which joins the transactions
// of the outbox.
func NewArtists(inner artist.Store, to *outbox.Outbox) *Artists {
	return &Artists{inner: inner, outbox: to}
}

// add adds the event of what has happened to an artist.
func (s *Artists) add(events *outbox.Events, happened string, row artist.Artist) error {
	return events.Add("artist", happened, fmt.Sprintf("artists/%v", row.ID), row)
}

// Create implements artist.Store.
func (s *Artists) Create(ctx context.Context, from artist.Artist) (created artist.Artist, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if created, err = s.inner.Create(ctx, from); err != nil {
			return err
		}
		return s.add(events, "created", created)
	})
	return created, err
}

// Get implements artist.Store.
func (s *Artists) Get(ctx context.Context, id int64) (artist.Artist, error) {
	return s.inner.Get(ctx, id)
}

// List implements artist.Store.
func (s *Artists) List(ctx context.Context, q page.Query[artist.Artist]) (page.Page[artist.Artist], error) {
	return s.inner.List(ctx, q)
}

// Update implements artist.Store.
func (s *Artists) Update(ctx context.Context, id int64, apply func(*artist.Artist) error) (updated artist.Artist, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if updated, err = s.inner.Update(ctx, id, apply); err != nil {
			return err
		}
		return s.add(events, "updated", updated)
	})
	return updated, err
}

// Delete implements artist.Store. The event has the artist as it was.
func (s *Artists) Delete(ctx context.Context, id int64, check func(*artist.Artist) error) error {
	return s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) error {
		var deleted artist.Artist
		err := s.inner.Delete(ctx, id, func(row *artist.Artist) error {
			deleted = *row
			return check(row)
		})
		if err != nil {
			return err
		}
		return s.add(events, "deleted", deleted)
	})
}
