package cache

import (
	"cmp"
	"context"
	"fmt"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/category"
)

// filteredCategories is a store that is not asked for most ids that no row has.
type filteredCategories struct {
	category.Store
	ids *idFilter[int64]
}

// FilterCategories returns a store of the categories in inner, whose ids are in source.
func FilterCategories(inner category.Store, filters *IDFilters, source IDSource[int64]) category.Store {
	if !filters.on {
		return inner
	}
	compare := cmp.Compare[int64]
	ids := newIDFilter("categories", source, compare, filters.log)
	filters.all = append(filters.all, ids.run)
	return filteredCategories{inner, ids}
}

// Get implements category.Store.
func (s filteredCategories) Get(ctx context.Context, id int64) (category.Category, error) {
	if !s.ids.mayExist(ctx, id) {
		return category.Category{}, fmt.Errorf("category %v: %w", id, apperr.ErrNotFound)
	}
	return s.Store.Get(ctx, id)
}
