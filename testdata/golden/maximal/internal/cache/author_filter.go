package cache

import (
	"cmp"
	"context"
	"fmt"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/author"
)

// filteredAuthors is a store that is not asked for most ids that no row has.
type filteredAuthors struct {
	author.Store
	ids *idFilter[int64]
}

// FilterAuthors returns a store of the authors in inner, whose ids are in source.
func FilterAuthors(inner author.Store, filters *IDFilters, source IDSource[int64]) author.Store {
	if !filters.on {
		return inner
	}
	compare := cmp.Compare[int64]
	ids := newIDFilter("authors", source, compare, filters.log)
	filters.all = append(filters.all, ids.run)
	return filteredAuthors{inner, ids}
}

// Get implements author.Store.
func (s filteredAuthors) Get(ctx context.Context, id int64) (author.Author, error) {
	if !s.ids.mayExist(ctx, id) {
		return author.Author{}, fmt.Errorf("author %v: %w", id, apperr.ErrNotFound)
	}
	return s.Store.Get(ctx, id)
}
