package store

import (
	"context"
	"database/sql"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/note"
	"github.com/acme/notes/internal/owner"
)

// CreateAll implements note.Store.
func (s *Notes) CreateAll(ctx context.Context, whose owner.Scope, rows []note.Note) ([]note.Note, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	created := make([]note.Note, len(rows))
	var at int
	var from note.Note
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		for at = range rows {
			from = rows[at]
			if err := createNote(ctx, tx, whose, &from); err != nil {
				return err
			}
			created[at] = from
		}
		return nil
	})
	if err != nil {
		return nil, apperr.OfItem("items", at, ofNobody(refused(err, "create note", noteConstraints())))
	}
	return created, nil
}

// createNote stores a note in a transaction.
func createNote(ctx context.Context, tx *sql.Tx, whose owner.Scope, from *note.Note) error {
	from.UserID = whose.User
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt
	if err := tx.QueryRowContext(ctx, insertNote, noteArgs(from)...).Scan(&from.ID); err != nil {
		return err
	}
	if err := noteTags().replace(ctx, tx, from.ID, nil, from.TagIDs); err != nil {
		return err
	}
	return refuseStrangers(ctx, tx, from.UserID, strangersOfNote(from))
}

// DeleteAll implements note.Store.
func (s *Notes) DeleteAll(ctx context.Context, whose owner.Scope, ids []int64, check func(*note.Note) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var at int
	var id int64
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		// First all are read, because the deletion of one may delete others.
		for at, id = range ids {
			row, err := lockedNote(ctx, tx, whose, id)
			if err != nil {
				return err
			}
			if err := check(&row); err != nil {
				return err
			}
		}
		for at, id = range ids {
			if err := removeNote(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
	return apperr.OfItem("ids", at, wrap(err, "delete note"))
}

// removeNote deletes a note that is locked.
func removeNote(ctx context.Context, tx *sql.Tx, id int64) (err error) {
	_, err = tx.ExecContext(ctx, deleteNote, id)
	return err
}
