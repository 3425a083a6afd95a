package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/acme/depot/internal/apperr"
	"github.com/acme/depot/internal/item"
	"github.com/acme/depot/internal/paging"
	"github.com/acme/depot/internal/timestamp"
)

// Items keeps items in the database.
type Items struct {
	db *gorm.DB
}

// NewItems returns the store of the items in db.
func NewItems(db *gorm.DB) *Items {
	return &Items{db: db}
}

// Create implements item.Store.
func (s *Items) Create(ctx context.Context, from item.Item) (item.Item, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	from.ID = 0 // the database gives it
	from.CreatedAt = timestamp.Now()
	from.UpdatedAt = from.CreatedAt
	row := itemRow(from)
	if err := s.db.WithContext(ctx).Create(&row).Error; err != nil {
		return item.Item{}, wrap(err, "create item")
	}
	return item.Item(row), nil
}

// Get implements item.Store.
func (s *Items) Get(ctx context.Context, id int64) (item.Item, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row itemRow
	if err := s.db.WithContext(ctx).Take(&row, id).Error; err != nil {
		return item.Item{}, wrap(err, "get item")
	}
	return item.Item(row), nil
}

// List implements item.Store.
func (s *Items) List(ctx context.Context, q page.Query[item.Item]) (page.Page[item.Item], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var rows []itemRow
	if err := s.db.WithContext(ctx).Scopes(itemSeek(q).scope(q.Limit + 1)).Find(&rows).Error; err != nil {
		return page.Page[item.Item]{}, wrap(err, "list items")
	}
	found := make([]item.Item, len(rows))
	for i := range rows {
		found[i] = item.Item(rows[i])
	}
	return q.Page(found)
}

// Update implements item.Store.
func (s *Items) Update(ctx context.Context, id int64, apply func(*item.Item) error) (item.Item, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var changed item.Item
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		var row itemRow
		if err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Take(&row, id).Error; err != nil {
			return err
		}
		changed = item.Item(row)
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.UpdatedAt = id, timestamp.Now()
		row = itemRow(changed)
		return tx.Select("*").Updates(&row).Error
	})
	if err != nil {
		return item.Item{}, wrap(err, "update item")
	}
	return changed, nil
}

// Delete implements item.Store.
func (s *Items) Delete(ctx context.Context, id int64) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return wrap(affected(s.db.WithContext(ctx).Delete(&itemRow{}, id)), "delete item")
}

// Below counts the items of which there are fewer.
func (s *Items) Below(ctx context.Context, quantity int32) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var n int64
	err := s.db.WithContext(ctx).Model(&itemRow{}).Where("quantity < ?", quantity).Count(&n).Error
	return n, wrap(err, "count shortages")
}

// Reserve takes some of an item, or fails with apperr.ErrConflict where there
// are fewer.
func (s *Items) Reserve(ctx context.Context, id int64, quantity int32) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	db := s.db.WithContext(ctx).Model(&itemRow{}).Where("id = ? AND quantity >= ?", id, quantity).
		UpdateColumn("quantity", gorm.Expr("quantity - ?", quantity))
	if db.Error != nil {
		return wrap(db.Error, "reserve item")
	}
	if db.RowsAffected == 0 {
		return apperr.ErrConflict
	}
	return nil
}
