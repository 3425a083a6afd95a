package store

import (
	"context"
	"database/sql"

	"github.com/acme/notes/internal/folder"
	"github.com/acme/notes/internal/owner"
)

const (
	selectFolders = `
		SELECT user_id, name, version, created_at, updated_at, id
		FROM folders`
	selectFolder = selectFolders + `
		WHERE id = $1 AND ($2 OR user_id = $3)`
	lockFolder = selectFolder + `
		FOR UPDATE`
	insertFolder = `
		INSERT INTO folders (user_id, name, version, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5)
		RETURNING id`
	updateFolder = `
		UPDATE folders
		SET user_id = $1, name = $2, version = $3, created_at = $4, updated_at = $5
		WHERE id = $6`
	countFolders = `
		SELECT count(*)
		FROM folders`
	deleteFolder = `
		DELETE FROM folders
		WHERE id = $1`
)

// folderArgs are the columns of row as arguments, in the order of the statements.
func folderArgs(row *folder.Folder) []any {
	return []any{
		row.UserID,
		row.Name,
		row.Version,
		row.CreatedAt,
		row.UpdatedAt,
	}
}

// folderColumns are the destinations of the columns, in the order of the statements.
func folderColumns(row *folder.Folder) []any {
	return []any{
		&row.UserID,
		&row.Name,
		&row.Version,
		&row.CreatedAt,
		&row.UpdatedAt,
		&row.ID,
	}
}

// lockedFolder reads a folder that stays as it is until tx ends.
func lockedFolder(ctx context.Context, tx *sql.Tx, whose owner.Scope, id int64) (folder.Folder, error) {
	var row folder.Folder
	err := tx.QueryRowContext(ctx, lockFolder, id, whose.All, whose.User).Scan(folderColumns(&row)...)
	return row, err
}

// folderListColumns are the columns that lists of folders are sorted or filtered
// by.
func folderListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":         {text: "id"},
		"user_id":    {text: "user_id"},
		"name":       {text: "name"},
		"created_at": {text: "created_at"},
		"updated_at": {text: "updated_at"},
	}
}
