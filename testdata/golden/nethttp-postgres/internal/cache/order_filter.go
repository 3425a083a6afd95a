package cache

import (
	"cmp"
	"context"
	"fmt"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/order"
)

// filteredOrders is a store that is not asked for most ids that no row has.
type filteredOrders struct {
	order.Store
	ids *idFilter[int64]
}

// FilterOrders returns a store of the orders in inner, whose ids are in source.
func FilterOrders(inner order.Store, filters *IDFilters, source IDSource[int64]) order.Store {
	if !filters.on {
		return inner
	}
	compare := cmp.Compare[int64]
	ids := newIDFilter("orders", source, compare, filters.log)
	filters.all = append(filters.all, ids.run)
	return filteredOrders{inner, ids}
}

// Get implements order.Store.
func (s filteredOrders) Get(ctx context.Context, id int64) (order.Order, error) {
	if !s.ids.mayExist(ctx, id) {
		return order.Order{}, fmt.Errorf("order %v: %w", id, apperr.ErrNotFound)
	}
	return s.Store.Get(ctx, id)
}
