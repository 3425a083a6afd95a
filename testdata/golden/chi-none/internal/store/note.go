package store

import (
	"context"
	"fmt"
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
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.taken(&row); err != nil {
		return note.Note{}, fmt.Errorf("create note: %w", err)
	}
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
	s.mu.RLock()
	defer s.mu.RUnlock()
	return pageOf(q, s.rows, noteCopy)
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
	if err := s.taken(&row); err != nil {
		return note.Note{}, fmt.Errorf("update note: %w", err)
	}
	row.Version = stored.Version + 1
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

// taken returns an error if another note has what only row may have.
func (s *Notes) taken(row *note.Note) error {
	for id, other := range s.rows {
		if id == row.ID {
			continue
		}
		if same(&row.Title, &other.Title) && same(row.Due, other.Due) {
			return &apperr.Violation{Err: apperr.ErrConflict, Fields: apperr.TakenTogether("title", "due")}
		}
	}
	return nil
}

// noteCopy returns a copy of row that shares no memory with it.
func noteCopy(row note.Note) note.Note {
	row.Text = clone(row.Text)
	row.Due = clone(row.Due)
	row.Source = clone(row.Source)
	row.Scan = cloneSlice(row.Scan)
	return row
}
