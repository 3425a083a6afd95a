package store

import (
	"time"

	"github.com/acme/everything/internal/category"
)

// toCategoryRow returns the row that keeps from.
func toCategoryRow(from category.Category) categoryRow {
	return categoryRow{
		ID:        from.ID,
		Name:      from.Name,
		Slug:      from.Slug,
		ParentID:  from.ParentID,
		Version:   from.Version,
		CreatedAt: timeText(from.CreatedAt),
		UpdatedAt: timeText(from.UpdatedAt),
	}
}

// fromCategoryRow returns the category that row keeps.
func fromCategoryRow(row categoryRow) category.Category {
	return category.Category{
		ID:        row.ID,
		Name:      row.Name,
		Slug:      row.Slug,
		ParentID:  row.ParentID,
		Version:   row.Version,
		CreatedAt: time.Time(row.CreatedAt),
		UpdatedAt: time.Time(row.UpdatedAt),
	}
}
