package store

import (
	"time"

	"cloud.google.com/go/civil"
)

// artistRow is the model of the table artists. It names every column, which GORM
// would guess from the field, and leaves the times to Artists.
type artistRow struct {
	ID        int64       `gorm:"column:id;primaryKey"`
	Name      string      `gorm:"column:name"`
	Born      *civil.Date `gorm:"column:born"`
	CreatedAt time.Time   `gorm:"column:created_at"`
	UpdatedAt time.Time   `gorm:"column:updated_at;autoUpdateTime:false"`
}

// TableName tells GORM the table.
func (artistRow) TableName() string {
	return "artists"
}
