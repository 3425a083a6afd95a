package store

import (
	"context"
	"database/sql"

	"github.com/acme/notes/internal/note"
	"github.com/acme/notes/internal/owner"
)

const (
	selectNotes = `
		SELECT user_id, text, title, folder_id, version, created_at, updated_at, id
		FROM notes`
	selectNote = selectNotes + `
		WHERE id = $1 AND ($2 OR user_id = $3)`
	lockNote = selectNote + `
		FOR UPDATE`
	insertNote = `
		INSERT INTO notes (user_id, text, title, folder_id, version, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		RETURNING id`
	updateNote = `
		UPDATE notes
		SET user_id = $1, text = $2, title = $3, folder_id = $4, version = $5, created_at = $6, updated_at = $7
		WHERE id = $8`
	countNotes = `
		SELECT count(*)
		FROM notes`
	deleteNote = `
		DELETE FROM notes
		WHERE id = $1`
)

// noteArgs are the columns of row as arguments, in the order of the statements.
func noteArgs(row *note.Note) []any {
	return []any{
		row.UserID,
		row.Text,
		row.Title,
		row.FolderID,
		row.Version,
		row.CreatedAt,
		row.UpdatedAt,
	}
}

// noteColumns are the destinations of the columns, in the order of the statements.
func noteColumns(row *note.Note) []any {
	return []any{
		&row.UserID,
		&row.Text,
		&row.Title,
		&row.FolderID,
		&row.Version,
		&row.CreatedAt,
		&row.UpdatedAt,
		&row.ID,
	}
}

// lockedNote reads a note that stays as it is until tx ends.
func lockedNote(ctx context.Context, tx *sql.Tx, whose owner.Scope, id int64) (note.Note, error) {
	var row note.Note
	err := tx.QueryRowContext(ctx, lockNote, id, whose.All, whose.User).Scan(noteColumns(&row)...)
	if err != nil {
		return row, err
	}
	err = linkNotes(ctx, tx, &row)
	return row, err
}

// noteListColumns are the columns that lists of notes are sorted or filtered
// by.
func noteListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":         {text: "id"},
		"user_id":    {text: "user_id"},
		"text":       {text: "text"},
		"title":      {text: "title", nullable: true},
		"folder_id":  {text: "folder_id", nullable: true},
		"tag_ids":    {text: "tag_id", link: "SELECT note_id FROM note_tags WHERE "},
		"created_at": {text: "created_at"},
		"updated_at": {text: "updated_at"},
	}
}
