package store

import (
	"gorm.io/gorm"

	"github.com/acme/everything/internal/category"
)

// categoryRow is the model of the table categories. It names every column, which GORM
// would guess from the field, and leaves the times to Categories.
type categoryRow struct {
	ID        int64    `gorm:"column:id;primaryKey"`
	Name      string   `gorm:"column:name"`
	Slug      *string  `gorm:"column:slug"`
	ParentID  *int64   `gorm:"column:parent_id"`
	Version   int64    `gorm:"column:version"`
	CreatedAt timeText `gorm:"column:created_at"`
	UpdatedAt timeText `gorm:"column:updated_at;autoUpdateTime:false"`
}

// TableName tells GORM the table.
func (categoryRow) TableName() string {
	return "categories"
}

// lockedCategory reads a category that stays as it is until tx ends.
func lockedCategory(tx *gorm.DB, id int64) (category.Category, error) {
	var row categoryRow
	err := tx.Take(&row, "id = ?", id).Error
	return fromCategoryRow(row), err
}

// categoryListColumns are the columns that lists of categories are sorted or filtered
// by.
func categoryListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":         {text: "id"},
		"name":       {text: "name"},
		"slug":       {text: "slug", nullable: true},
		"parent_id":  {text: "parent_id", nullable: true},
		"created_at": {text: "created_at"},
		"updated_at": {text: "updated_at"},
	}
}
