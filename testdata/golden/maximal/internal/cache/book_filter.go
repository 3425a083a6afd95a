package cache

import (
	"cmp"
	"context"
	"fmt"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/book"
)

// filteredBooks is a store that is not asked for most ids that no row has.
type filteredBooks struct {
	book.Store
	ids *idFilter[int64]
}

// FilterBooks returns a store of the books in inner, whose ids are in source.
func FilterBooks(inner book.Store, filters *IDFilters, source IDSource[int64]) book.Store {
	if !filters.on {
		return inner
	}
	compare := cmp.Compare[int64]
	ids := newIDFilter("books", source, compare, filters.log)
	filters.all = append(filters.all, ids.run)
	return filteredBooks{inner, ids}
}

// Get implements book.Store.
func (s filteredBooks) Get(ctx context.Context, id int64) (book.Book, error) {
	if !s.ids.mayExist(ctx, id) {
		return book.Book{}, fmt.Errorf("book %v: %w", id, apperr.ErrNotFound)
	}
	return s.Store.Get(ctx, id)
}
