package store

import (
	"context"
	"database/sql"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/product"
)

// Products implements product.Store.
type Products struct {
	reads *sql.DB
	db    *sql.DB // for writes, and the queries of their transactions
}

// NewProducts returns a store that uses db.
func NewProducts(db *DB) *Products {
	return &Products{reads: db.Reads, db: db.Writes}
}

// Create implements product.Store.
func (s *Products) Create(ctx context.Context, from product.Product) (product.Product, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt
	err := s.db.QueryRowContext(ctx, insertProduct, productArgs(&from)...).Scan(&from.ID)
	if err != nil {
		return product.Product{}, refused(err, "create product", productConstraints())
	}
	return from, nil
}

// Get implements product.Store.
func (s *Products) Get(ctx context.Context, id int64) (product.Product, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row product.Product
	err := s.reads.QueryRowContext(ctx, selectProduct, id).Scan(productColumns(&row)...)
	if err != nil {
		return product.Product{}, wrap(err, "get product")
	}

	return row, nil
}

// List implements product.Store.
func (s *Products) List(ctx context.Context, q page.Query[product.Product]) (page.Page[product.Product], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	at := newSeek(q, productListColumns())
	clause, args := at.clause(q.Limit + 1)
	rows, err := collect(ctx, s.reads, productColumns, selectProducts+clause, args...)
	if err != nil {
		return page.Page[product.Product]{}, wrap(err, "list products")
	}

	return pageOf(ctx, q, rows, func(ctx context.Context, total *int64) error {
		clause, args := at.total()
		err := s.reads.QueryRowContext(ctx, countProducts+clause, args...).Scan(total)
		return wrap(err, "count products")
	})
}

// Update implements product.Store.
func (s *Products) Update(ctx context.Context, id int64, apply func(*product.Product) error) (product.Product, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed product.Product
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		var err error
		if changed, err = lockedProduct(ctx, tx, id); err != nil {
			return err
		}
		version := changed.Version
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UpdatedAt = id, version+1, now()
		_, err = tx.ExecContext(ctx, updateProduct, append(productArgs(&changed), id)...)
		return err
	})
	if err != nil {
		return product.Product{}, refused(err, "update product", productConstraints())
	}
	return changed, nil
}

// Delete implements product.Store.
func (s *Products) Delete(ctx context.Context, id int64, check func(*product.Product) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		row, err := lockedProduct(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := check(&row); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, deleteProduct, id)
		return err
	})
	return wrap(err, "delete product")
}

// productConstraints are the constraints that a product may break.
func productConstraints() constraints {
	return constraints{
		"products_sku_key": {apperr.Taken("sku")},
	}
}
