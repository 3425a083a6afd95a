package published

import (
	"context"
	"fmt"

	"github.com/acme/notes/internal/note"
	"github.com/acme/notes/internal/outbox"
	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/page"
)

// Notes is a store of notes that publishes what happens to them.
type Notes struct {
	inner  note.Store
	outbox *outbox.Outbox
}

// NewNotes returns a store of the notes in inner, which joins the transactions
// of the outbox.
func NewNotes(inner note.Store, to *outbox.Outbox) *Notes {
	return &Notes{inner: inner, outbox: to}
}

// add adds the event of what has happened to a note.
func (s *Notes) add(events *outbox.Events, happened string, row note.Note) error {
	return events.Add("note", happened, fmt.Sprintf("notes/%v", row.ID), row)
}

// Create implements note.Store.
func (s *Notes) Create(ctx context.Context, whose owner.Scope, from note.Note) (created note.Note, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if created, err = s.inner.Create(ctx, whose, from); err != nil {
			return err
		}
		return s.add(events, "created", created)
	})
	return created, err
}

// Get implements note.Store.
func (s *Notes) Get(ctx context.Context, whose owner.Scope, id int64) (note.Note, error) {
	return s.inner.Get(ctx, whose, id)
}

// List implements note.Store.
func (s *Notes) List(ctx context.Context, whose owner.Scope, q page.Query[note.Note]) (page.Page[note.Note], error) {
	return s.inner.List(ctx, whose, q)
}

// Update implements note.Store.
func (s *Notes) Update(ctx context.Context, whose owner.Scope, id int64, apply func(*note.Note) error) (updated note.Note, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if updated, err = s.inner.Update(ctx, whose, id, apply); err != nil {
			return err
		}
		return s.add(events, "updated", updated)
	})
	return updated, err
}

// Delete implements note.Store. The event has the note as it was.
func (s *Notes) Delete(ctx context.Context, whose owner.Scope, id int64, check func(*note.Note) error) error {
	return s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) error {
		var deleted note.Note
		err := s.inner.Delete(ctx, whose, id, func(row *note.Note) error {
			deleted = *row
			return check(row)
		})
		if err != nil {
			return err
		}
		return s.add(events, "deleted", deleted)
	})
}

// CreateAll implements note.Store.
func (s *Notes) CreateAll(ctx context.Context, whose owner.Scope, rows []note.Note) (created []note.Note, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if created, err = s.inner.CreateAll(ctx, whose, rows); err != nil {
			return err
		}
		return s.addAll(events, "created", created)
	})
	return created, err
}

// DeleteAll implements note.Store. The events have the notes as they were.
func (s *Notes) DeleteAll(ctx context.Context, whose owner.Scope, ids []int64, check func(*note.Note) error) error {
	return s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) error {
		var deleted []note.Note
		err := s.inner.DeleteAll(ctx, whose, ids, func(row *note.Note) error {
			deleted = append(deleted, *row)
			return check(row)
		})
		if err != nil {
			return err
		}
		return s.addAll(events, "deleted", deleted)
	})
}

// addAll adds an event for each of several notes.
func (s *Notes) addAll(events *outbox.Events, happened string, rows []note.Note) error {
	for _, row := range rows {
		if err := s.add(events, happened, row); err != nil {
			return err
		}
	}
	return nil
}
