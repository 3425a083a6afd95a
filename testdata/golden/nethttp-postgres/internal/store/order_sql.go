package store

import (
	"context"
	"database/sql"

	"github.com/acme/shop/internal/order"
)

const (
	selectOrders = `
		SELECT number, placed_at, status, attributes, note, version, created_at, updated_at, id
		FROM orders`
	selectOrder = selectOrders + `
		WHERE id = $1`
	lockOrder = selectOrder + `
		FOR UPDATE`
	insertOrder = `
		INSERT INTO orders (number, placed_at, status, attributes, note, version, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`
	updateOrder = `
		UPDATE orders
		SET number = $1, placed_at = $2, status = $3, attributes = $4, note = $5, version = $6, created_at = $7, updated_at = $8
		WHERE id = $9`
	countOrders = `
		SELECT count(*)
		FROM orders`
	deleteOrder = `
		DELETE FROM orders
		WHERE id = $1`
)

// orderArgs are the columns of row as arguments, in the order of the statements.
func orderArgs(row *order.Order) []any {
	return []any{
		row.Number,
		row.PlacedAt,
		row.Status,
		row.Attributes,
		row.Note,
		row.Version,
		row.CreatedAt,
		row.UpdatedAt,
	}
}

// orderColumns are the destinations of the columns, in the order of the statements.
func orderColumns(row *order.Order) []any {
	return []any{
		&row.Number,
		&row.PlacedAt,
		&row.Status,
		&row.Attributes,
		&row.Note,
		&row.Version,
		&row.CreatedAt,
		&row.UpdatedAt,
		&row.ID,
	}
}

// lockedOrder reads an order that stays as it is until tx ends.
func lockedOrder(ctx context.Context, tx *sql.Tx, id int64) (order.Order, error) {
	var row order.Order
	err := tx.QueryRowContext(ctx, lockOrder, id).Scan(orderColumns(&row)...)
	return row, err
}

// orderListColumns are the columns that lists of orders are sorted or filtered
// by.
func orderListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":         {text: "id"},
		"number":     {text: "number", unique: true},
		"placed_at":  {text: "placed_at"},
		"status":     {text: "status"},
		"created_at": {text: "created_at"},
		"updated_at": {text: "updated_at"},
	}
}
