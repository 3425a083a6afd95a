package store

import (
	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"
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
	CreatedAt  timeText         `gorm:"column:created_at"`
	UpdatedAt  timeText         `gorm:"column:updated_at;autoUpdateTime:false"`
}

// TableName tells GORM the table.
func (bookRow) TableName() string {
	return "books"
}
