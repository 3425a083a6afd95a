package store

import (
	"cloud.google.com/go/civil"
	"gorm.io/gorm"

	"github.com/acme/everything/internal/author"
)

// authorRow is the model of the table authors. It names every column, which GORM
// would guess from the field, and leaves the times to Authors.
type authorRow struct {
	ID        int64       `gorm:"column:id;primaryKey"`
	Name      string      `gorm:"column:name"`
	Email     *string     `gorm:"column:email"`
	Born      *civil.Date `gorm:"column:born"`
	Version   int64       `gorm:"column:version"`
	CreatedAt timeText    `gorm:"column:created_at"`
	UpdatedAt timeText    `gorm:"column:updated_at;autoUpdateTime:false"`
}

// TableName tells GORM the table.
func (authorRow) TableName() string {
	return "authors"
}

// lockedAuthor reads an author that stays as it is until tx ends.
func lockedAuthor(tx *gorm.DB, id int64) (author.Author, error) {
	var row authorRow
	err := tx.Take(&row, "id = ?", id).Error
	return fromAuthorRow(row), err
}

// authorListColumns are the columns that lists of authors are sorted or filtered
// by.
func authorListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":         {text: "id"},
		"name":       {text: "name", unique: true},
		"email":      {text: "email", nullable: true},
		"born":       {text: "born", nullable: true},
		"created_at": {text: "created_at"},
		"updated_at": {text: "updated_at"},
	}
}
