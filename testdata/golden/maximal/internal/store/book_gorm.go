package store

import (
	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/list"
)

// bookRow is the model of the table books. It names every column, which GORM
// would guess from the field, and leaves the times to Books.
type bookRow struct {
	ID         int64            `gorm:"column:id;primaryKey"`
	Title      string           `gorm:"column:title"`
	AuthorID   int64            `gorm:"column:author_id"`
	CategoryID *int64           `gorm:"column:category_id"`
	Labels     *list.Strings    `gorm:"column:labels"`
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
	err := tx.Take(&row, "id = ?", id).Error
	if err != nil {
		return book.Book{}, err
	}
	found := fromBookRow(row)
	err = linkBooks(tx.Statement.Context, tx.Statement.ConnPool, &found)
	return found, err
}

// bookListColumns are the columns that lists of books are sorted or filtered
// by.
func bookListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":          {text: "id"},
		"title":       {text: "title"},
		"author_id":   {text: "author_id"},
		"category_id": {text: "category_id", nullable: true},
		"isbn":        {text: "isbn", nullable: true},
		// Sorted as texts, 10 would come before 9.
		"price":       {text: "price COLLATE decimal", nullable: true},
		"pages":       {text: "pages", nullable: true},
		"sold":        {text: "sold"},
		"rating":      {text: "rating", nullable: true},
		"available":   {text: "available"},
		"published":   {text: "published", nullable: true},
		"reviewed_at": {text: "reviewed_at", nullable: true},
		"token":       {text: "token", nullable: true},
		"status":      {text: "status"},
		"editor_ids":  {text: "editor_id", link: "SELECT book_id FROM book_editors WHERE "},
		"created_at":  {text: "created_at"},
		"updated_at":  {text: "updated_at"},
	}
}
