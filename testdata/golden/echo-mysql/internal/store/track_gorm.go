package store

import (
	"time"

	"cloud.google.com/go/civil"
)

// trackRow is the model of the table tracks. It names every column, which GORM
// would guess from the field, and leaves the times to Tracks.
type trackRow struct {
	ID        int64       `gorm:"column:id;primaryKey"`
	Title     string      `gorm:"column:title"`
	ArtistID  int64       `gorm:"column:artist_id"`
	Length    *int32      `gorm:"column:length"`
	Released  *civil.Date `gorm:"column:released"`
	Lyrics    *string     `gorm:"column:lyrics"`
	CreatedAt time.Time   `gorm:"column:created_at"`
	UpdatedAt time.Time   `gorm:"column:updated_at;autoUpdateTime:false"`
}

// TableName tells GORM the table.
func (trackRow) TableName() string {
	return "tracks"
}
