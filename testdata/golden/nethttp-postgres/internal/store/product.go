package store

import (
	"context"
	"database/sql"

	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/product"
)

// Products keeps products in the database.
type Products struct {
	db *sql.DB
}

// NewProducts returns the store of the products in db.
func NewProducts(db *sql.DB) *Products {
	return &Products{db: db}
}

// Create implements product.Store.
func (s *Products) Create(ctx context.Context, from product.Product) (product.Product, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt
	id, err := insert(ctx, s.db, insertProduct, productArgs(&from))
	if err != nil {
		return product.Product{}, wrap(err, "create product")
	}
	from.ID = id
	return from, nil
}

// Get implements product.Store.
func (s *Products) Get(ctx context.Context, id int64) (product.Product, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row product.Product
	err := s.db.QueryRowContext(ctx, selectProduct, id).Scan(productColumns(&row)...)
	if err != nil {
		return product.Product{}, wrap(err, "get product")
	}
	return row, nil
}

// List implements product.Store.
func (s *Products) List(ctx context.Context, q page.Query[product.Product]) (page.Page[product.Product], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	clause, args := productSeek(q).clause(q.Limit + 1)
	rows, err := s.db.QueryContext(ctx, selectProducts+clause, args...)
	if err != nil {
		return page.Page[product.Product]{}, wrap(err, "list products")
	}
	found, err := collect(rows, productColumns)
	if err != nil {
		return page.Page[product.Product]{}, wrap(err, "list products")
	}
	return q.Page(found)
}

// Update implements product.Store.
func (s *Products) Update(ctx context.Context, id int64, apply func(*product.Product) error) (product.Product, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row product.Product
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, lockProduct, id).Scan(productColumns(&row)...)
		if err != nil {
			return err
		}
		if err := apply(&row); err != nil {
			return err
		}
		row.UpdatedAt = now()
		_, err = tx.ExecContext(ctx, updateProduct, append(productArgs(&row), id)...)
		return err
	})
	if err != nil {
		return product.Product{}, wrap(err, "update product")
	}
	return row, nil
}

// Delete implements product.Store.
func (s *Products) Delete(ctx context.Context, id int64) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	res, err := s.db.ExecContext(ctx, deleteProduct, id)
	if err != nil {
		return wrap(err, "delete product")
	}
	return wrap(affected(res), "delete product")
}
