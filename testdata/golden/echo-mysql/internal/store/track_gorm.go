package store

import (
	"time"

	"cloud.google.com/go/civil"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/track"
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
	Version   int64       `gorm:"column:version"`
	CreatedAt time.Time   `gorm:"column:created_at"`
	UpdatedAt time.Time   `gorm:"column:updated_at;autoUpdateTime:false"`
}

// TableName tells GORM the table.
func (trackRow) TableName() string {
	return "tracks"
}

// lockedTrack reads a track that stays as it is until tx ends.
func lockedTrack(tx *gorm.DB, id int64) (track.Track, error) {
	var row trackRow
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Take(&row, id).Error
	return track.Track(row), err
}

// trackSeek describes the page that q asks for. Only the columns named here reach
// a statement, never text from a client.
func trackSeek(q page.Query[track.Track]) seek {
	var row trackRow
	if q.After != nil {
		row = trackRow(*q.After)
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"title":      {column: "title", value: row.Title},
		"length":     {column: "length", value: row.Length, nullable: true, null: row.Length == nil},
		"released":   {column: "released", value: row.Released, nullable: true, null: row.Released == nil},
		"created_at": {column: "created_at", value: row.CreatedAt},
		"updated_at": {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	for _, f := range q.Filters {
		s.filters = append(s.filters, filter{column: f.Field, value: f.ID})
	}
	return s
}
