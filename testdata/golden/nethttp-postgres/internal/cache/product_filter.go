package cache

import (
	"cmp"
	"context"
	"fmt"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/product"
)

// filteredProducts is a store that is not asked for most ids that no row has.
type filteredProducts struct {
	product.Store
	ids *idFilter[int64]
}

// FilterProducts returns a store of the products in inner, whose ids are in source.
func FilterProducts(inner product.Store, filters *IDFilters, source IDSource[int64]) product.Store {
	if !filters.on {
		return inner
	}
	compare := cmp.Compare[int64]
	ids := newIDFilter("products", source, compare, filters.log)
	filters.all = append(filters.all, ids.run)
	return filteredProducts{inner, ids}
}

// Get implements product.Store.
func (s filteredProducts) Get(ctx context.Context, id int64) (product.Product, error) {
	if !s.ids.mayExist(ctx, id) {
		return product.Product{}, fmt.Errorf("product %v: %w", id, apperr.ErrNotFound)
	}
	return s.Store.Get(ctx, id)
}
