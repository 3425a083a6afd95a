package store

import (
	"context"
	"database/sql"

	"github.com/acme/notes/internal/tag"
)

const (
	selectTags = `
		SELECT name, version, created_at, updated_at, id
		FROM tags`
	selectTag = selectTags + `
		WHERE id = $1`
	lockTag = selectTag + `
		FOR UPDATE`
	insertTag = `
		INSERT INTO tags (name, version, created_at, updated_at)
		VALUES ($1, $2, $3, $4)
		RETURNING id`
	updateTag = `
		UPDATE tags
		SET name = $1, version = $2, created_at = $3, updated_at = $4
		WHERE id = $5`
	countTags = `
		SELECT count(*)
		FROM tags`
	deleteTag = `
		DELETE FROM tags
		WHERE id = $1`
)

// tagArgs are the columns of row as arguments, in the order of the statements.
func tagArgs(row *tag.Tag) []any {
	return []any{
		row.Name,
		row.Version,
		row.CreatedAt,
		row.UpdatedAt,
	}
}

// tagColumns are the destinations of the columns, in the order of the statements.
func tagColumns(row *tag.Tag) []any {
	return []any{
		&row.Name,
		&row.Version,
		&row.CreatedAt,
		&row.UpdatedAt,
		&row.ID,
	}
}

// lockedTag reads a tag that stays as it is until tx ends.
func lockedTag(ctx context.Context, tx *sql.Tx, id int64) (tag.Tag, error) {
	var row tag.Tag
	err := tx.QueryRowContext(ctx, lockTag, id).Scan(tagColumns(&row)...)
	return row, err
}

// tagListColumns are the columns that lists of tags are sorted or filtered
// by.
func tagListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":         {text: "id"},
		"name":       {text: "name", unique: true},
		"created_at": {text: "created_at"},
		"updated_at": {text: "updated_at"},
	}
}
