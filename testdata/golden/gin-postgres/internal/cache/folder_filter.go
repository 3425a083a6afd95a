package cache

import (
	"cmp"
	"context"
	"fmt"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/folder"
	"github.com/acme/notes/internal/owner"
)

// filteredFolders is a store that is not asked for most ids that no row has.
type filteredFolders struct {
	folder.Store
	ids *idFilter[int64]
}

// FilterFolders returns a store of the folders in inner, whose ids are in source.
func FilterFolders(inner folder.Store, filters *IDFilters, source IDSource[int64]) folder.Store {
	if !filters.on {
		return inner
	}
	compare := cmp.Compare[int64]
	ids := newIDFilter("folders", source, compare, filters.log)
	filters.all = append(filters.all, ids.run)
	return filteredFolders{inner, ids}
}

// Get implements folder.Store.
func (s filteredFolders) Get(ctx context.Context, whose owner.Scope, id int64) (folder.Folder, error) {
	if !s.ids.mayExist(ctx, id) {
		return folder.Folder{}, fmt.Errorf("folder %v: %w", id, apperr.ErrNotFound)
	}
	return s.Store.Get(ctx, whose, id)
}
