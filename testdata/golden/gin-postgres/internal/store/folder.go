package store

import (
	"context"
	"database/sql"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/folder"
	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/page"
)

// Folders implements folder.Store.
type Folders struct {
	reads *sql.DB
	db    *sql.DB // for writes, and the queries of their transactions
}

// NewFolders returns a store that uses db.
func NewFolders(db *DB) *Folders {
	return &Folders{reads: db.Reads, db: db.Writes}
}

// Create implements folder.Store.
func (s *Folders) Create(ctx context.Context, whose owner.Scope, from folder.Folder) (folder.Folder, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	from.UserID = whose.User
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt
	err := within(ctx, s.db).QueryRowContext(ctx, insertFolder, folderArgs(&from)...).Scan(&from.ID)
	if err != nil {
		return folder.Folder{}, ofNobody(refused(err, "create folder", folderConstraints()))
	}
	return from, nil
}

// Get implements folder.Store.
func (s *Folders) Get(ctx context.Context, whose owner.Scope, id int64) (folder.Folder, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row folder.Folder
	err := within(ctx, s.reads).QueryRowContext(ctx, selectFolder, id, whose.All, whose.User).Scan(folderColumns(&row)...)
	if err != nil {
		return folder.Folder{}, wrap(err, "get folder")
	}

	return row, nil
}

// List implements folder.Store.
func (s *Folders) List(ctx context.Context, whose owner.Scope, q page.Query[folder.Folder]) (page.Page[folder.Folder], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if !whose.All {
		q = q.Only("user_id", whose.User)
	}
	at := newSeek(q, folderListColumns())
	clause, args := at.clause(q.Limit + 1)
	rows, err := collect(ctx, within(ctx, s.reads), folderColumns, selectFolders+clause, args...)
	if err != nil {
		return page.Page[folder.Folder]{}, wrap(err, "list folders")
	}

	return pageOf(ctx, q, rows, func(ctx context.Context, total *int64) error {
		clause, args := at.total()
		err := within(ctx, s.reads).QueryRowContext(ctx, countFolders+clause, args...).Scan(total)
		return wrap(err, "count folders")
	})
}

// Update implements folder.Store.
func (s *Folders) Update(ctx context.Context, whose owner.Scope, id int64, apply func(*folder.Folder) error) (folder.Folder, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed folder.Folder
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		var err error
		if changed, err = lockedFolder(ctx, tx, whose, id); err != nil {
			return err
		}
		version, user := changed.Version, changed.UserID
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UserID, changed.UpdatedAt = id, version+1, user, now()
		_, err = tx.ExecContext(ctx, updateFolder, append(folderArgs(&changed), id)...)
		return err
	})
	if err != nil {
		return folder.Folder{}, refused(err, "update folder", folderConstraints())
	}
	return changed, nil
}

// Delete implements folder.Store.
func (s *Folders) Delete(ctx context.Context, whose owner.Scope, id int64, check func(*folder.Folder) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		row, err := lockedFolder(ctx, tx, whose, id)
		if err != nil {
			return err
		}
		if err := check(&row); err != nil {
			return err
		}
		// Rows that refer to it change, and so do their versions.
		for _, release := range []string{
			`
				UPDATE notes
				SET folder_id = NULL, version = version + 1, updated_at = $1
				WHERE folder_id = $2`,
		} {
			if _, err := tx.ExecContext(ctx, release, now(), id); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, deleteFolder, id)
		return err
	})
	return wrap(err, "delete folder")
}

// folderConstraints are the constraints that a folder may break.
func folderConstraints() constraints {
	return constraints{
		"folders_user_id_name_key": apperr.TakenTogether("user_id", "name"),
	}
}
