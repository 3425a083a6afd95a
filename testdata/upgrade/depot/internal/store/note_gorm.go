package store

import "time"

// noteRow is the model of the table notes. It names every column, which GORM
// would guess from the field, and leaves the times to Notes.
type noteRow struct {
	ID        int64     `gorm:"column:id;primaryKey"`
	Body      string    `gorm:"column:body"`
	CreatedAt time.Time `gorm:"column:created_at"`
	UpdatedAt time.Time `gorm:"column:updated_at;autoUpdateTime:false"`
}

// TableName tells GORM the table.
func (noteRow) TableName() string {
	return "notes"
}
