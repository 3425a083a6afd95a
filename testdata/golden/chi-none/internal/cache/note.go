package cache

import (
	"context"
	"time"

	"github.com/acme/shelf/internal/note"
	"github.com/acme/shelf/internal/page"
)

// Notes is a store that keeps the notes that it reads from another one.
type Notes struct {
	inner note.Store
	kept  cachedRows[note.Note, int64]
}

// NewNotes returns a store of the notes in inner, which are fresh for ttl.
func NewNotes(inner note.Store, c *Cache, ttl time.Duration) *Notes {
	return &Notes{inner: inner, kept: newCachedRows[note.Note, int64](c, "note", ttl)}
}

// Create implements note.Store.
func (s *Notes) Create(ctx context.Context, from note.Note) (note.Note, error) {
	created, err := s.inner.Create(ctx, from)
	s.kept.changed(ctx, err, created.ID)
	return created, err
}

// Get implements note.Store.
func (s *Notes) Get(ctx context.Context, id int64) (note.Note, error) {
	return s.kept.get(ctx, id, func(ctx context.Context) (note.Note, error) {
		return s.inner.Get(ctx, id)
	})
}

// List implements note.Store.
func (s *Notes) List(ctx context.Context, q page.Query[note.Note]) (page.Page[note.Note], error) {
	return s.kept.list(ctx, q, func(ctx context.Context) (page.Page[note.Note], error) {
		return s.inner.List(ctx, q)
	})
}

// Update implements note.Store.
func (s *Notes) Update(ctx context.Context, id int64, apply func(*note.Note) error) (note.Note, error) {
	changed, err := s.inner.Update(ctx, id, apply)
	s.kept.changed(ctx, err, id)
	return changed, err
}

// Delete implements note.Store.
func (s *Notes) Delete(ctx context.Context, id int64, check func(*note.Note) error) error {
	err := s.inner.Delete(ctx, id, check)
	s.kept.deletedOrRestored(ctx, err, id)
	return err
}
