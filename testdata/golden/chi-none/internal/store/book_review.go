package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/acme/shelf/internal/apperr"
	"github.com/acme/shelf/internal/bookreview"
	"github.com/acme/shelf/internal/page"
)

// BookReviews implements bookreview.Store in memory. It takes and returns copies,
// so that callers cannot change what is stored.
type BookReviews struct {
	lastID atomic.Int64
	mu     sync.RWMutex
	rows   map[int64]*bookreview.BookReview // replaced on change, never modified
}

// NewBookReviews returns an empty store.
func NewBookReviews() *BookReviews {
	return &BookReviews{rows: make(map[int64]*bookreview.BookReview)}
}

// Create implements bookreview.Store.
func (s *BookReviews) Create(_ context.Context, from bookreview.BookReview) (bookreview.BookReview, error) {
	row := bookReviewCopy(from)
	row.ID = s.lastID.Add(1)
	row.Version = 1
	row.CreatedAt = now()
	row.UpdatedAt = row.CreatedAt
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows[row.ID] = &row
	return bookReviewCopy(row), nil
}

// Get implements bookreview.Store.
func (s *BookReviews) Get(_ context.Context, id int64) (bookreview.BookReview, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	row, ok := s.rows[id]
	if !ok {
		return bookreview.BookReview{}, fmt.Errorf("get book review: %w", apperr.ErrNotFound)
	}
	return bookReviewCopy(*row), nil
}

// List implements bookreview.Store.
func (s *BookReviews) List(_ context.Context, q page.Query[bookreview.BookReview]) (page.Page[bookreview.BookReview], error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return pageOf(q, s.rows, bookReviewCopy)
}

// Update implements bookreview.Store.
func (s *BookReviews) Update(_ context.Context, id int64, apply func(*bookreview.BookReview) error) (bookreview.BookReview, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stored, ok := s.rows[id]
	if !ok {
		return bookreview.BookReview{}, fmt.Errorf("update book review: %w", apperr.ErrNotFound)
	}
	row := bookReviewCopy(*stored)
	if err := apply(&row); err != nil {
		return bookreview.BookReview{}, fmt.Errorf("update book review: %w", err)
	}
	row.Version, row.UpdatedAt = stored.Version+1, now()
	s.rows[id] = &row
	return bookReviewCopy(row), nil
}

// Delete implements bookreview.Store.
func (s *BookReviews) Delete(_ context.Context, id int64, check func(*bookreview.BookReview) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	stored, ok := s.rows[id]
	if !ok {
		return fmt.Errorf("delete book review: %w", apperr.ErrNotFound)
	}
	row := bookReviewCopy(*stored)
	if err := check(&row); err != nil {
		return fmt.Errorf("delete book review: %w", err)
	}
	delete(s.rows, id)
	return nil
}

// bookReviewCopy returns a copy of row that shares no memory with it.
func bookReviewCopy(row bookreview.BookReview) bookreview.BookReview {
	return row
}
