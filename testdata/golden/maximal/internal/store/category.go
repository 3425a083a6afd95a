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
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		from.ID = 0 // set by the database
		row := toCategoryRow(from)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		from.ID = row.ID
		return category.ToItself(&from)
	})
	if err != nil {
		return category.Category{}, refused(s.brokenBy(ctx, err, from), "create category", categoryConstraints())
	}
	return from, nil
}

// Get implements category.Store.
func (s *Categories) Get(ctx context.Context, id int64) (category.Category, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row categoryRow
	if err := within(ctx, s.reads).WithContext(ctx).Take(&row, "id = ?", id).Error; err != nil {
		return category.Category{}, wrap(err, "get category")
	}
	return fromCategoryRow(row), nil
}

// List implements category.Store.
func (s *Categories) List(ctx context.Context, q page.Query[category.Category]) (page.Page[category.Category], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	at := newSeek(q, categoryListColumns())
	var rows []categoryRow
	if err := within(ctx, s.reads).WithContext(ctx).Scopes(at.scope(q.Limit + 1)).Find(&rows).Error; err != nil {
		return page.Page[category.Category]{}, wrap(err, "list categories")
	}
	found := make([]category.Category, len(rows))
	for i := range rows {
		found[i] = fromCategoryRow(rows[i])
	}

	return pageOf(ctx, q, found, func(ctx context.Context, total *int64) error {
		err := within(ctx, s.reads).WithContext(ctx).Model(&categoryRow{}).Scopes(at.total).Count(total).Error
		return wrap(err, "count categories")
	})
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
		// Rows that refer to it change, and so do their versions.
		for _, release := range []string{
			`
				UPDATE books
				SET category_id = NULL, version = version + 1, updated_at = ?
				WHERE category_id = ?`,
		} {
			if err := tx.Exec(release, timeText(now()), id).Error; err != nil {
				return err
			}
		}
		return tx.Delete(&categoryRow{}, "id = ?", id).Error
	})
	return inUse(s.brokenWithout(ctx, err, id), "delete category", constraints{
		"categories_parent_id_fkey": {referring("categories", "parent_id")},
	})
}

// categoryConstraints are the constraints that a category may break.
func categoryConstraints() constraints {
	return constraints{
		"categories_parent_id_fkey": {apperr.Missing("parent_id")},
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
		SELECT 'categories_parent_id_fkey' FROM categories WHERE parent_id = ?`
	return broken(err, func() *sql.Row { return within(ctx, s.reads).WithContext(ctx).Raw(query, id).Row() })
}
