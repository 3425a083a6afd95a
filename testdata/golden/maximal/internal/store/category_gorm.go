package store

import (
	"gorm.io/gorm"

	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/page"
)

// categoryRow is the model of the table categories. It names every column, which GORM
// would guess from the field, and leaves the times to Categories.
type categoryRow struct {
	ID        int64    `gorm:"column:id;primaryKey"`
	Name      string   `gorm:"column:name"`
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
	err := tx.Take(&row, id).Error
	return fromCategoryRow(row), err
}

// categorySeek describes the page that q asks for. Only the columns named here reach
// a statement, never text from a client.
func categorySeek(q page.Query[category.Category]) seek {
	var row categoryRow
	if q.After != nil {
		row = toCategoryRow(*q.After)
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"name":       {column: "name", value: row.Name},
		"created_at": {column: "created_at", value: row.CreatedAt},
		"updated_at": {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	for _, f := range q.Filters {
		s.filters = append(s.filters, filter{column: f.Field, value: f.ID})
	}
	return s
}
