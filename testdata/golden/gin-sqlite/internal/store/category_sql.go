package store

import (
	"context"
	"database/sql"

	"github.com/acme/library/internal/category"
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
	countCategories = `
		SELECT count(*)
		FROM categories`
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

// categoryListColumns are the columns that lists of categories are sorted or filtered
// by.
func categoryListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":          {text: "id"},
		"name":        {text: "name", unique: true},
		"position":    {text: "position"},
		"active":      {text: "active"},
		"kind":        {text: "kind"},
		"token":       {text: "token", nullable: true},
		"weight":      {text: "weight", nullable: true},
		"views":       {text: "views", nullable: true},
		"reviewed_at": {text: "reviewed_at", nullable: true},
		"created_at":  {text: "created_at"},
		"updated_at":  {text: "updated_at"},
	}
}
