package store

import (
	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/page"
)

// bookRow is the model of the table books. It names every column, which GORM
// would guess from the field, and leaves the times to Books.
type bookRow struct {
	ID         int64            `gorm:"column:id;primaryKey"`
	Title      string           `gorm:"column:title"`
	AuthorID   int64            `gorm:"column:author_id"`
	CategoryID *int64           `gorm:"column:category_id"`
	ISBN       *string          `gorm:"column:isbn"`
	Price      *decimal.Decimal `gorm:"column:price"`
	Pages      *int32           `gorm:"column:pages"`
	Sold       int64            `gorm:"column:sold"`
	Rating     *float64         `gorm:"column:rating"`
	Available  bool             `gorm:"column:available"`
	Published  *civil.Date      `gorm:"column:published"`
	ReviewedAt *timeText        `gorm:"column:reviewed_at"`
	Token      *uuid.UUID       `gorm:"column:token"`
	Status     string           `gorm:"column:status"`
	Blurb      *string          `gorm:"column:blurb"`
	Attributes *jsonText        `gorm:"column:attributes"`
	Version    int64            `gorm:"column:version"`
	CreatedAt  timeText         `gorm:"column:created_at"`
	UpdatedAt  timeText         `gorm:"column:updated_at;autoUpdateTime:false"`
}

// TableName tells GORM the table.
func (bookRow) TableName() string {
	return "books"
}

// lockedBook reads a book that stays as it is until tx ends.
func lockedBook(tx *gorm.DB, id int64) (book.Book, error) {
	var row bookRow
	err := tx.Take(&row, id).Error
	return fromBookRow(row), err
}

// bookSeek describes the page that q asks for. Only the columns named here reach
// a statement, never text from a client.
func bookSeek(q page.Query[book.Book]) seek {
	var row bookRow
	if q.After != nil {
		row = toBookRow(*q.After)
	}
	s := map[string]seek{
		"id":    {column: "id"},
		"title": {column: "title", value: row.Title},
		"isbn":  {column: "isbn", value: row.ISBN, nullable: true, null: row.ISBN == nil},
		// Sorted as texts, 10 would come before 9.
		"price":       {column: "price COLLATE decimal", value: row.Price, nullable: true, null: row.Price == nil},
		"pages":       {column: "pages", value: row.Pages, nullable: true, null: row.Pages == nil},
		"sold":        {column: "sold", value: row.Sold},
		"rating":      {column: "rating", value: row.Rating, nullable: true, null: row.Rating == nil},
		"published":   {column: "published", value: row.Published, nullable: true, null: row.Published == nil},
		"reviewed_at": {column: "reviewed_at", value: row.ReviewedAt, nullable: true, null: row.ReviewedAt == nil},
		"status":      {column: "status", value: row.Status},
		"created_at":  {column: "created_at", value: row.CreatedAt},
		"updated_at":  {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	for _, f := range q.Filters {
		s.filters = append(s.filters, filter{column: f.Field, value: f.ID})
	}
	return s
}
