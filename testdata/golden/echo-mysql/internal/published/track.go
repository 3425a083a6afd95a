package published

import (
	"context"
	"fmt"

	"github.com/acme/tracks/internal/outbox"
	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/track"
)

// Tracks is a store of tracks that publishes what happens to them.
type Tracks struct {
	inner  track.Store
	outbox *outbox.Outbox
}

// NewTracks returns a store of the tracks in inner, which joins the transactions
// of the outbox.
func NewTracks(inner track.Store, to *outbox.Outbox) *Tracks {
	return &Tracks{inner: inner, outbox: to}
}

// add adds the event of what has happened to a track.
func (s *Tracks) add(events *outbox.Events, happened string, row track.Track) error {
	return events.Add("track", happened, fmt.Sprintf("tracks/%v", row.ID), row)
}

// Create implements track.Store.
func (s *Tracks) Create(ctx context.Context, from track.Track) (created track.Track, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if created, err = s.inner.Create(ctx, from); err != nil {
			return err
		}
		return s.add(events, "created", created)
	})
	return created, err
}

// Get implements track.Store.
func (s *Tracks) Get(ctx context.Context, id int64) (track.Track, error) {
	return s.inner.Get(ctx, id)
}

// List implements track.Store.
func (s *Tracks) List(ctx context.Context, q page.Query[track.Track]) (page.Page[track.Track], error) {
	return s.inner.List(ctx, q)
}

// Update implements track.Store.
func (s *Tracks) Update(ctx context.Context, id int64, apply func(*track.Track) error) (updated track.Track, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if updated, err = s.inner.Update(ctx, id, apply); err != nil {
			return err
		}
		return s.add(events, "updated", updated)
	})
	return updated, err
}

// Delete implements track.Store. The event has the track as it was.
func (s *Tracks) Delete(ctx context.Context, id int64, check func(*track.Track) error) error {
	return s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) error {
		var deleted track.Track
		err := s.inner.Delete(ctx, id, func(row *track.Track) error {
			deleted = *row
			return check(row)
		})
		if err != nil {
			return err
		}
		return s.add(events, "deleted", deleted)
	})
}

// Restore implements track.Store.
func (s *Tracks) Restore(ctx context.Context, id int64) (restored track.Track, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if restored, err = s.inner.Restore(ctx, id); err != nil {
			return err
		}
		return s.add(events, "restored", restored)
	})
	return restored, err
}
