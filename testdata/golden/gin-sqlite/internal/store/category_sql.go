package store

import (
	"context"
	"database/sql"

	"github.com/acme/library/internal/category"
	"github.com/acme/library/internal/page"
)

const (
	selectCategories = `
		SELECT name, position, active, kind, note, settings, token, weight, views, reviewed_at, version, created_at, updated_at, id
		FROM categories`
	selectCategory = selectCategories + `
		WHERE id = ?`
	insertCategory = `
		INSERT INTO categories (name, position, active, kind, note, settings, token, weight, views, reviewed_at, version, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		RETURNING id`
	updateCategory = `
		UPDATE categories
		SET name = ?, position = ?, active = ?, kind = ?, note = ?, settings = ?, token = ?, weight = ?, views = ?, reviewed_at = ?, version = ?, created_at = ?, updated_at = ?
		WHERE id = ?`
	deleteCategory = `
		DELETE FROM categories
		WHERE id = ?`
)

// categoryArgs are the columns of row as arguments, in the order of the statements.
func categoryArgs(row *category.Category) []any {
	return []any{
		row.Name,
		row.Position,
		row.Active,
		row.Kind,
		row.Note,
		jsonText{&row.Settings},
		row.Token,
		row.Weight,
		row.Views,
		timeText{&row.ReviewedAt},
		row.Version,
		timeText{&row.CreatedAt},
		timeText{&row.UpdatedAt},
	}
}

// categoryColumns are the destinations of the columns, in the order of the statements.
func categoryColumns(row *category.Category) []any {
	return []any{
		&row.Name,
		&row.Position,
		&row.Active,
		&row.Kind,
		&row.Note,
		jsonText{&row.Settings},
		&row.Token,
		&row.Weight,
		&row.Views,
		timeText{&row.ReviewedAt},
		&row.Version,
		timeText{&row.CreatedAt},
		timeText{&row.UpdatedAt},
		&row.ID,
	}
}

// lockedCategory reads a category that stays as it is until tx ends.
func lockedCategory(ctx context.Context, tx *sql.Tx, id int64) (category.Category, error) {
	var row category.Category
	err := tx.QueryRowContext(ctx, selectCategory, id).Scan(categoryColumns(&row)...)
	return row, err
}

// categorySeek describes the page that q asks for. Only the columns named here reach
// a statement, never text from a client.
func categorySeek(q page.Query[category.Category]) seek {
	var row category.Category
	if q.After != nil {
		row = *q.After
	}
	s := map[string]seek{
		"id":          {column: "id"},
		"name":        {column: "name", value: row.Name},
		"position":    {column: "position", value: row.Position},
		"kind":        {column: "kind", value: row.Kind},
		"weight":      {column: "weight", value: row.Weight, nullable: true, null: row.Weight == nil},
		"views":       {column: "views", value: row.Views, nullable: true, null: row.Views == nil},
		"reviewed_at": {column: "reviewed_at", value: timeText{&row.ReviewedAt}, nullable: true, null: row.ReviewedAt == nil},
		"created_at":  {column: "created_at", value: timeText{&row.CreatedAt}},
		"updated_at":  {column: "updated_at", value: timeText{&row.UpdatedAt}},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	return s
}
