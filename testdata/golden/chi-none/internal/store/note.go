package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/acme/shelf/internal/apperr"
	"github.com/acme/shelf/internal/note"
	"github.com/acme/shelf/internal/page"
)

// Notes implements note.Store in memory. It takes and returns copies,
// so that callers cannot change what is stored.
type Notes struct {
	lastID atomic.Int64
	mu     sync.RWMutex
	rows   map[int64]*note.Note // replaced on change, never modified
}

// NewNotes returns an empty store.
func NewNotes() *Notes {
	return &Notes{rows: make(map[int64]*note.Note)}
}

// Create implements note.Store.
func (s *Notes) Create(_ context.Context, from note.Note) (note.Note, error) {
	row := noteCopy(from)
	row.ID = s.lastID.Add(1)
	row.Version = 1
	row.CreatedAt = now()
	row.UpdatedAt = row.CreatedAt
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows[row.ID] = &row
	return noteCopy(row), nil
}

// Get implements note.Store.
func (s *Notes) Get(_ context.Context, id int64) (note.Note, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	row, ok := s.rows[id]
	if !ok {
		return note.Note{}, fmt.Errorf("get note: %w", apperr.ErrNotFound)
	}
	return noteCopy(*row), nil
}

// List implements note.Store.
func (s *Notes) List(_ context.Context, q page.Query[note.Note]) (page.Page[note.Note], error) {
	byKey := noteOrders()[q.Sort]
	compare := func(a, b *note.Note) int {
		if q.Desc {
			a, b = b, a
		}
		return cmp.Or(byKey(a, b), cmp.Compare(a.ID, b.ID))
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []*note.Note
	for _, row := range s.rows {
		if q.After == nil || compare(row, q.After) > 0 {
			found = append(found, row)
		}
	}
	slices.SortFunc(found, compare)
	var rows []note.Note
	for _, row := range found[:min(len(found), q.Limit+1)] {
		rows = append(rows, noteCopy(*row))
	}
	return q.Page(rows)
}

// Update implements note.Store.
func (s *Notes) Update(_ context.Context, id int64, apply func(*note.Note) error) (note.Note, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stored, ok := s.rows[id]
	if !ok {
		return note.Note{}, fmt.Errorf("update note: %w", apperr.ErrNotFound)
	}
	row := noteCopy(*stored)
	if err := apply(&row); err != nil {
		return note.Note{}, fmt.Errorf("update note: %w", err)
	}
	row.Version, row.UpdatedAt = stored.Version+1, now()
	s.rows[id] = &row
	return noteCopy(row), nil
}

// Delete implements note.Store.
func (s *Notes) Delete(_ context.Context, id int64, check func(*note.Note) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	stored, ok := s.rows[id]
	if !ok {
		return fmt.Errorf("delete note: %w", apperr.ErrNotFound)
	}
	row := noteCopy(*stored)
	if err := check(&row); err != nil {
		return fmt.Errorf("delete note: %w", err)
	}
	delete(s.rows, id)
	return nil
}

// noteOrders are the ways to sort notes, by sort key.
func noteOrders() map[string]func(a, b *note.Note) int {
	return map[string]func(a, b *note.Note) int{
		"id":         func(a, b *note.Note) int { return compareOrdered(&a.ID, &b.ID) },
		"title":      func(a, b *note.Note) int { return compareOrdered(&a.Title, &b.Title) },
		"due":        func(a, b *note.Note) int { return compareBy(a.Due, b.Due) },
		"created_at": func(a, b *note.Note) int { return compareBy(&a.CreatedAt, &b.CreatedAt) },
		"updated_at": func(a, b *note.Note) int { return compareBy(&a.UpdatedAt, &b.UpdatedAt) },
	}
}

// noteCopy returns a copy of row that shares no memory with it.
func noteCopy(row note.Note) note.Note {
	row.Text = clone(row.Text)
	row.Due = clone(row.Due)
	return row
}
