package store

import (
	"context"
	"database/sql"

	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/category"
	"github.com/acme/library/internal/page"
)

// Categories implements category.Store.
type Categories struct {
	reads *sql.DB
	db    *sql.DB // for writes, and the queries of their transactions
}

// NewCategories returns a store that uses db.
func NewCategories(db *DB) *Categories {
	return &Categories{reads: db.Reads, db: db.Writes}
}

// Create implements category.Store.
func (s *Categories) Create(ctx context.Context, from category.Category) (category.Category, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt
	err := s.db.QueryRowContext(ctx, insertCategory, categoryArgs(&from)...).Scan(&from.ID)
	if err != nil {
		return category.Category{}, refused(err, "create category", categoryConstraints())
	}
	return from, nil
}

// Get implements category.Store.
func (s *Categories) Get(ctx context.Context, id int64) (category.Category, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row category.Category
	err := s.reads.QueryRowContext(ctx, selectCategory, id).Scan(categoryColumns(&row)...)
	if err != nil {
		return category.Category{}, wrap(err, "get category")
	}

	return row, nil
}

// List implements category.Store.
func (s *Categories) List(ctx context.Context, q page.Query[category.Category]) (page.Page[category.Category], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	at := newSeek(q, categoryListColumns())
	clause, args := at.clause(q.Limit + 1)
	rows, err := collect(ctx, s.reads, categoryColumns, selectCategories+clause, args...)
	if err != nil {
		return page.Page[category.Category]{}, wrap(err, "list categories")
	}

	return pageOf(ctx, q, rows, func(ctx context.Context, total *int64) error {
		clause, args := at.total()
		err := s.reads.QueryRowContext(ctx, countCategories+clause, args...).Scan(total)
		return wrap(err, "count categories")
	})
}

// Update implements category.Store.
func (s *Categories) Update(ctx context.Context, id int64, apply func(*category.Category) error) (category.Category, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed category.Category
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		var err error
		if changed, err = lockedCategory(ctx, tx, id); err != nil {
			return err
		}
		version := changed.Version
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UpdatedAt = id, version+1, now()
		_, err = tx.ExecContext(ctx, updateCategory, append(categoryArgs(&changed), id)...)
		return err
	})
	if err != nil {
		return category.Category{}, refused(err, "update category", categoryConstraints())
	}
	return changed, nil
}

// Delete implements category.Store.
func (s *Categories) Delete(ctx context.Context, id int64, check func(*category.Category) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		row, err := lockedCategory(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := check(&row); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, deleteCategory, id)
		return err
	})
	return wrap(err, "delete category")
}

// categoryConstraints are the constraints that a category may break.
func categoryConstraints() constraints {
	return constraints{
		"categories.name":  {apperr.Taken("name")},
		"categories.token": {apperr.Taken("token")},
	}
}
