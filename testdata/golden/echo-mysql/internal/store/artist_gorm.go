package store

import (
	"time"

	"cloud.google.com/go/civil"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/acme/tracks/internal/artist"
	"github.com/acme/tracks/internal/page"
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
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Take(&row, id).Error
	return artist.Artist(row), err
}

// artistSeek describes the page that q asks for. Only the columns named here reach
// a statement, never text from a client.
func artistSeek(q page.Query[artist.Artist]) seek {
	var row artistRow
	if q.After != nil {
		row = artistRow(*q.After)
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"name":       {column: "name", value: row.Name},
		"born":       {column: "born", value: row.Born, nullable: true, null: row.Born == nil},
		"created_at": {column: "created_at", value: row.CreatedAt},
		"updated_at": {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	return s
}
