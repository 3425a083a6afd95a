package store

import (
	"time"

	"cloud.google.com/go/civil"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/acme/tracks/internal/artist"
)

// artistRow is the model of the table artists. It names every column, which GORM
// would guess from the field, and leaves the times to Artists.
type artistRow struct {
	ID        int64       `gorm:"column:id;primaryKey"`
	Name      string      `gorm:"column:name"`
	Born      *civil.Date `gorm:"column:born"`
	Version   int64       `gorm:"column:version"`
	CreatedAt time.Time   `gorm:"column:created_at"`
	UpdatedAt time.Time   `gorm:"column:updated_at;autoUpdateTime:false"`
}

// TableName tells GORM the table.
func (artistRow) TableName() string {
	return "artists"
}

// lockedArtist reads an artist that stays as it is until tx ends.
func lockedArtist(tx *gorm.DB, id int64) (artist.Artist, error) {
	var row artistRow
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Take(&row, "id = ?", id).Error
	return fromArtistRow(row), err
}

// artistListColumns are the columns that lists of artists are sorted or filtered
// by.
func artistListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":        {text: "id"},
		"name":      {text: "name", unique: true},
		"born":      {text: "born", nullable: true},
		"createdAt": {text: "created_at"},
		"updatedAt": {text: "updated_at"},
	}
}
