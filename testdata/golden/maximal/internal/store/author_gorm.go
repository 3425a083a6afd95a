package store

import (
	"cloud.google.com/go/civil"
	"gorm.io/gorm"

	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/page"
)

// authorRow is the model of the table authors. It names every column, which GORM
// would guess from the field, and leaves the times to Authors.
type authorRow struct {
	ID        int64       `gorm:"column:id;primaryKey"`
	Name      string      `gorm:"column:name"`
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
	err := tx.Take(&row, id).Error
	return fromAuthorRow(row), err
}

// authorSeek describes the page that q asks for. Only the columns named here reach
// a statement, never text from a client.
func authorSeek(q page.Query[author.Author]) seek {
	var row authorRow
	if q.After != nil {
		row = toAuthorRow(*q.After)
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
