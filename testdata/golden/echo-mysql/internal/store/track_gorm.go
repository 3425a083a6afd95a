package store

import (
	"time"

	"cloud.google.com/go/civil"
	"github.com/shopspring/decimal"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/acme/tracks/internal/track"
)

// trackRow is the model of the table tracks. It names every column, which GORM
// would guess from the field, and leaves the times to Tracks.
type trackRow struct {
	ID            int64            `gorm:"column:id;primaryKey"`
	Title         string           `gorm:"column:title"`
	ArtistID      int64            `gorm:"column:artist_id"`
	Length        *int32           `gorm:"column:length"`
	Released      *civil.Date      `gorm:"column:released"`
	Lyrics        *string          `gorm:"column:lyrics"`
	PriceAmount   *decimal.Decimal `gorm:"column:price_amount"`
	PriceCurrency *string          `gorm:"column:price_currency"`
	Version       int64            `gorm:"column:version"`
	CreatedAt     time.Time        `gorm:"column:created_at"`
	UpdatedAt     time.Time        `gorm:"column:updated_at;autoUpdateTime:false"`
}

// TableName tells GORM the table.
func (trackRow) TableName() string {
	return "tracks"
}

// lockedTrack reads a track that stays as it is until tx ends.
func lockedTrack(tx *gorm.DB, id int64) (track.Track, error) {
	var row trackRow
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Take(&row, "id = ? AND deleted_at IS NULL", id).Error
	return fromTrackRow(row), err
}

// trackListColumns are the columns that lists of tracks are sorted or filtered
// by.
func trackListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":        {text: "id"},
		"title":     {text: "title"},
		"artistId":  {text: "artist_id"},
		"length":    {text: "length", nullable: true},
		"released":  {text: "released", nullable: true},
		"lyrics":    {text: "lyrics", nullable: true},
		"createdAt": {text: "created_at"},
		"updatedAt": {text: "updated_at"},
	}
}
