package cache

import (
	"cmp"
	"context"
	"fmt"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/tag"
)

// filteredTags is a store that is not asked for most ids that no row has.
type filteredTags struct {
	tag.Store
	ids *idFilter[int64]
}

// FilterTags returns a store of the tags in inner, whose ids are in source.
func FilterTags(inner tag.Store, filters *IDFilters, source IDSource[int64]) tag.Store {
	if !filters.on {
		return inner
	}
	compare := cmp.Compare[int64]
	ids := newIDFilter("tags", source, compare, filters.log)
	filters.all = append(filters.all, ids.run)
	return filteredTags{inner, ids}
}

// Get implements tag.Store.
func (s filteredTags) Get(ctx context.Context, id int64) (tag.Tag, error) {
	if !s.ids.mayExist(ctx, id) {
		return tag.Tag{}, fmt.Errorf("tag %v: %w", id, apperr.ErrNotFound)
	}
	return s.Store.Get(ctx, id)
}
