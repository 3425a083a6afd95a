package cache

import (
	"cmp"
	"context"
	"fmt"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/note"
	"github.com/acme/notes/internal/owner"
)

// filteredNotes is a store that is not asked for most ids that no row has.
type filteredNotes struct {
	note.Store
	ids *idFilter[int64]
}

// FilterNotes returns a store of the notes in inner, whose ids are in source.
func FilterNotes(inner note.Store, filters *IDFilters, source IDSource[int64]) note.Store {
	if !filters.on {
		return inner
	}
	compare := cmp.Compare[int64]
	ids := newIDFilter("notes", source, compare, filters.log)
	filters.all = append(filters.all, ids.run)
	return filteredNotes{inner, ids}
}

// Get implements note.Store.
func (s filteredNotes) Get(ctx context.Context, whose owner.Scope, id int64) (note.Note, error) {
	if !s.ids.mayExist(ctx, id) {
		return note.Note{}, fmt.Errorf("note %v: %w", id, apperr.ErrNotFound)
	}
	return s.Store.Get(ctx, whose, id)
}
