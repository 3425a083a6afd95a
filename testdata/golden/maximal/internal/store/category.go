package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/page"
)

// Categories implements category.Store.
type Categories struct {
	reads *gorm.DB
	db    *gorm.DB // for writes, and the queries of their transactions
}

// NewCategories returns a store that uses db.
func NewCategories(db *ORM) *Categories {
	return &Categories{reads: db.Reads, db: db.Writes}
}

// Create implements category.Store.
func (s *Categories) Create(ctx context.Context, from category.Category) (category.Category, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt
	from.ID = 0 // set by the database
	row := toCategoryRow(from)
	if err := within(ctx, s.db).WithContext(ctx).Create(&row).Error; err != nil {
		return category.Category{}, refused(s.brokenBy(ctx, err, from), "create category", categoryConstraints())
	}
	return fromCategoryRow(row), nil
}

// Get implements category.Store.
func (s *Categories) Get(ctx context.Context, id int64) (category.Category, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row categoryRow
	if err := within(ctx, s.reads).WithContext(ctx).Take(&row, id).Error; err != nil {
		return category.Category{}, wrap(err, "get category")
	}
	return fromCategoryRow(row), nil
}

// List implements category.Store.
func (s *Categories) List(ctx context.Context, q page.Query[category.Category]) (page.Page[category.Category], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var rows []categoryRow
	if err := within(ctx, s.reads).WithContext(ctx).Scopes(categorySeek(q).scope(q.Limit + 1)).Find(&rows).Error; err != nil {
		return page.Page[category.Category]{}, wrap(err, "list categories")
	}
	found := make([]category.Category, len(rows))
	for i := range rows {
		found[i] = fromCategoryRow(rows[i])
	}
	return q.Page(found)
}

// Update implements category.Store.
func (s *Categories) Update(ctx context.Context, id int64, apply func(*category.Category) error) (category.Category, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed category.Category
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		var err error
		if changed, err = lockedCategory(tx, id); err != nil {
			return err
		}
		version := changed.Version
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UpdatedAt = id, version+1, now()
		row := toCategoryRow(changed)
		return tx.Select("*").Updates(&row).Error
	})
	if err != nil {
		return category.Category{}, refused(s.brokenBy(ctx, err, changed), "update category", categoryConstraints())
	}
	return changed, nil
}

// Delete implements category.Store.
func (s *Categories) Delete(ctx context.Context, id int64, check func(*category.Category) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		row, err := lockedCategory(tx, id)
		if err != nil {
			return err
		}
		if err := check(&row); err != nil {
			return err
		}
		return tx.Delete(&categoryRow{}, id).Error
	})
	return inUse(s.brokenWithout(ctx, err, id), "delete category", constraints{
		"categories_parent_id_fkey": referring("categories", "parent_id"),
		"books_category_id_fkey":    referring("books", "category_id"),
	})
}

// categoryConstraints are the constraints that a category may break.
func categoryConstraints() constraints {
	return constraints{
		"categories_parent_id_fkey": apperr.Missing("parent_id"),
	}
}

// brokenBy is err with the foreign key that row breaks.
func (s *Categories) brokenBy(ctx context.Context, err error, row category.Category) error {
	const query = `
		SELECT 'categories_parent_id_fkey' FROM (SELECT ? AS given) WHERE given IS NOT NULL AND NOT EXISTS (SELECT 1 FROM categories WHERE id = given)`
	return broken(err, func() *sql.Row { return within(ctx, s.reads).WithContext(ctx).Raw(query, row.ParentID).Row() })
}

// brokenWithout is err with the foreign key of a row that refers to the id.
func (s *Categories) brokenWithout(ctx context.Context, err error, id int64) error {
	const query = `
		SELECT 'categories_parent_id_fkey' FROM categories WHERE parent_id = ?
		UNION ALL
		SELECT 'books_category_id_fkey' FROM books WHERE category_id = ?`
	return broken(err, func() *sql.Row { return within(ctx, s.reads).WithContext(ctx).Raw(query, id, id).Row() })
}
