package store

import "cloud.google.com/go/civil"

// authorRow is the model of the table authors. It names every column, which GORM
// would guess from the field, and leaves the times to Authors.
type authorRow struct {
	ID        int64       `gorm:"column:id;primaryKey"`
	Name      string      `gorm:"column:name"`
	Born      *civil.Date `gorm:"column:born"`
	CreatedAt timeText    `gorm:"column:created_at"`
	UpdatedAt timeText    `gorm:"column:updated_at;autoUpdateTime:false"`
}

// TableName tells GORM the table.
func (authorRow) TableName() string {
	return "authors"
}
