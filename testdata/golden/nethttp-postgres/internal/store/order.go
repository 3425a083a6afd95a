package store

import (
	"context"
	"database/sql"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/order"
	"github.com/acme/shop/internal/page"
)

// Orders implements order.Store.
type Orders struct {
	reads *sql.DB
	db    *sql.DB // for writes, and the queries of their transactions
}

// NewOrders returns a store that uses db.
func NewOrders(db *DB) *Orders {
	return &Orders{reads: db.Reads, db: db.Writes}
}

// Create implements order.Store.
func (s *Orders) Create(ctx context.Context, from order.Order) (order.Order, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt
	err := s.db.QueryRowContext(ctx, insertOrder, orderArgs(&from)...).Scan(&from.ID)
	if err != nil {
		return order.Order{}, refused(err, "create order", orderConstraints())
	}
	return from, nil
}

// Get implements order.Store.
func (s *Orders) Get(ctx context.Context, id int64) (order.Order, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row order.Order
	err := s.reads.QueryRowContext(ctx, selectOrder, id).Scan(orderColumns(&row)...)
	if err != nil {
		return order.Order{}, wrap(err, "get order")
	}

	return row, nil
}

// List implements order.Store.
func (s *Orders) List(ctx context.Context, q page.Query[order.Order]) (page.Page[order.Order], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	at := newSeek(q, orderListColumns())
	clause, args := at.clause(q.Limit + 1)
	rows, err := collect(ctx, s.reads, orderColumns, selectOrders+clause, args...)
	if err != nil {
		return page.Page[order.Order]{}, wrap(err, "list orders")
	}

	return pageOf(ctx, q, rows, func(ctx context.Context, total *int64) error {
		clause, args := at.total()
		err := s.reads.QueryRowContext(ctx, countOrders+clause, args...).Scan(total)
		return wrap(err, "count orders")
	})
}

// Update implements order.Store.
func (s *Orders) Update(ctx context.Context, id int64, apply func(*order.Order) error) (order.Order, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed order.Order
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		var err error
		if changed, err = lockedOrder(ctx, tx, id); err != nil {
			return err
		}
		version := changed.Version
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UpdatedAt = id, version+1, now()
		_, err = tx.ExecContext(ctx, updateOrder, append(orderArgs(&changed), id)...)
		return err
	})
	if err != nil {
		return order.Order{}, refused(err, "update order", orderConstraints())
	}
	return changed, nil
}

// Delete implements order.Store.
func (s *Orders) Delete(ctx context.Context, id int64, check func(*order.Order) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		row, err := lockedOrder(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := check(&row); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, deleteOrder, id)
		return err
	})
	return wrap(err, "delete order")
}

// orderConstraints are the constraints that an order may break.
func orderConstraints() constraints {
	return constraints{
		"orders_number_key": {apperr.Taken("number")},
	}
}
