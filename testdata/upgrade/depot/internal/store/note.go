package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/acme/depot/internal/note"
	"github.com/acme/depot/internal/paging"
	"github.com/acme/depot/internal/timestamp"
)

// Notes keeps notes in the database.
type Notes struct {
	db *gorm.DB
}

// NewNotes returns the store of the notes in db.
func NewNotes(db *gorm.DB) *Notes {
	return &Notes{db: db}
}

// Create implements note.Store.
func (s *Notes) Create(ctx context.Context, from note.Note) (note.Note, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	from.ID = 0 // the database gives it
	from.CreatedAt = timestamp.Now()
	from.UpdatedAt = from.CreatedAt
	row := noteRow(from)
	if err := s.db.WithContext(ctx).Create(&row).Error; err != nil {
		return note.Note{}, wrap(err, "create note")
	}
	return note.Note(row), nil
}

// Get implements note.Store.
func (s *Notes) Get(ctx context.Context, id int64) (note.Note, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row noteRow
	if err := s.db.WithContext(ctx).Take(&row, id).Error; err != nil {
		return note.Note{}, wrap(err, "get note")
	}
	return note.Note(row), nil
}

// List implements note.Store.
func (s *Notes) List(ctx context.Context, q page.Query[note.Note]) (page.Page[note.Note], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var rows []noteRow
	if err := s.db.WithContext(ctx).Scopes(noteSeek(q).scope(q.Limit + 1)).Find(&rows).Error; err != nil {
		return page.Page[note.Note]{}, wrap(err, "list notes")
	}
	found := make([]note.Note, len(rows))
	for i := range rows {
		found[i] = note.Note(rows[i])
	}
	return q.Page(found)
}

// Update implements note.Store.
func (s *Notes) Update(ctx context.Context, id int64, apply func(*note.Note) error) (note.Note, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var changed note.Note
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		var row noteRow
		if err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Take(&row, id).Error; err != nil {
			return err
		}
		changed = note.Note(row)
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.UpdatedAt = id, timestamp.Now()
		row = noteRow(changed)
		return tx.Select("*").Updates(&row).Error
	})
	if err != nil {
		return note.Note{}, wrap(err, "update note")
	}
	return changed, nil
}

// Delete implements note.Store.
func (s *Notes) Delete(ctx context.Context, id int64) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return wrap(affected(s.db.WithContext(ctx).Delete(&noteRow{}, id)), "delete note")
}
