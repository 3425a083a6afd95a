package store

import (
	"context"
	"database/sql"

	"github.com/acme/shop/internal/product"
)

const (
	selectProducts = `
		SELECT name, sku, price, stock, version, created_at, updated_at, id
		FROM products`
	selectProduct = selectProducts + `
		WHERE id = $1`
	lockProduct = selectProduct + `
		FOR UPDATE`
	insertProduct = `
		INSERT INTO products (name, sku, price, stock, version, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		RETURNING id`
	updateProduct = `
		UPDATE products
		SET name = $1, sku = $2, price = $3, stock = $4, version = $5, created_at = $6, updated_at = $7
		WHERE id = $8`
	countProducts = `
		SELECT count(*)
		FROM products`
	deleteProduct = `
		DELETE FROM products
		WHERE id = $1`
)

// productArgs are the columns of row as arguments, in the order of the statements.
func productArgs(row *product.Product) []any {
	return []any{
		row.Name,
		row.SKU,
		row.Price,
		row.Stock,
		row.Version,
		row.CreatedAt,
		row.UpdatedAt,
	}
}

// productColumns are the destinations of the columns, in the order of the statements.
func productColumns(row *product.Product) []any {
	return []any{
		&row.Name,
		&row.SKU,
		&row.Price,
		&row.Stock,
		&row.Version,
		&row.CreatedAt,
		&row.UpdatedAt,
		&row.ID,
	}
}

// lockedProduct reads a product that stays as it is until tx ends.
func lockedProduct(ctx context.Context, tx *sql.Tx, id int64) (product.Product, error) {
	var row product.Product
	err := tx.QueryRowContext(ctx, lockProduct, id).Scan(productColumns(&row)...)
	return row, err
}

// productListColumns are the columns that lists of products are sorted or filtered
// by.
func productListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":         {text: "id"},
		"name":       {text: "name"},
		"sku":        {text: "sku", unique: true},
		"price":      {text: "price"},
		"stock":      {text: "stock"},
		"created_at": {text: "created_at"},
		"updated_at": {text: "updated_at"},
	}
}
