package store

import (
	"context"
	"database/sql"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/note"
	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/page"
)

// Notes implements note.Store.
type Notes struct {
	reads *sql.DB
	db    *sql.DB // for writes, and the queries of their transactions
}

// NewNotes returns a store that uses db.
func NewNotes(db *DB) *Notes {
	return &Notes{reads: db.Reads, db: db.Writes}
}

// Create implements note.Store.
func (s *Notes) Create(ctx context.Context, whose owner.Scope, from note.Note) (note.Note, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error { return createNote(ctx, tx, whose, &from) })
	if err != nil {
		return note.Note{}, ofNobody(refused(err, "create note", noteConstraints()))
	}
	return from, nil
}

// Get implements note.Store.
func (s *Notes) Get(ctx context.Context, whose owner.Scope, id int64) (note.Note, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row note.Note
	err := within(ctx, s.reads).QueryRowContext(ctx, selectNote, id, whose.All, whose.User).Scan(noteColumns(&row)...)
	if err != nil {
		return note.Note{}, wrap(err, "get note")
	}
	if err := linkNotes(ctx, within(ctx, s.reads), &row); err != nil {
		return note.Note{}, wrap(err, "get note")
	}
	return row, nil
}

// List implements note.Store.
func (s *Notes) List(ctx context.Context, whose owner.Scope, q page.Query[note.Note]) (page.Page[note.Note], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if !whose.All {
		q = q.Only("user_id", whose.User)
	}
	at := newSeek(q, noteListColumns())
	clause, args := at.clause(q.Limit + 1)
	rows, err := collect(ctx, within(ctx, s.reads), noteColumns, selectNotes+clause, args...)
	if err != nil {
		return page.Page[note.Note]{}, wrap(err, "list notes")
	}
	if err := linkNotes(ctx, within(ctx, s.reads), addresses(rows)...); err != nil {
		return page.Page[note.Note]{}, wrap(err, "list notes")
	}
	return pageOf(ctx, q, rows, func(ctx context.Context, total *int64) error {
		clause, args := at.total()
		err := within(ctx, s.reads).QueryRowContext(ctx, countNotes+clause, args...).Scan(total)
		return wrap(err, "count notes")
	})
}

// Update implements note.Store.
func (s *Notes) Update(ctx context.Context, whose owner.Scope, id int64, apply func(*note.Note) error) (note.Note, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed note.Note
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		var err error
		if changed, err = lockedNote(ctx, tx, whose, id); err != nil {
			return err
		}
		beforeTagIDs := changed.TagIDs
		version, user := changed.Version, changed.UserID
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UserID, changed.UpdatedAt = id, version+1, user, now()
		if err := noteTags().replace(ctx, tx, id, beforeTagIDs, changed.TagIDs); err != nil {
			return err
		}
		if err := refuseStrangers(ctx, tx, user, strangersOfNote(&changed)); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, updateNote, append(noteArgs(&changed), id)...)
		return err
	})
	if err != nil {
		return note.Note{}, refused(err, "update note", noteConstraints())
	}
	return changed, nil
}

// Delete implements note.Store.
func (s *Notes) Delete(ctx context.Context, whose owner.Scope, id int64, check func(*note.Note) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		row, err := lockedNote(ctx, tx, whose, id)
		if err != nil {
			return err
		}
		if err := check(&row); err != nil {
			return err
		}
		return removeNote(ctx, tx, id)
	})
	return wrap(err, "delete note")
}

// noteConstraints are the constraints that a note may break.
func noteConstraints() constraints {
	return constraints{
		"notes_folder_id_fkey": {apperr.Missing("folder_id")},
	}
}

// noteTags are the tags of notes.
func noteTags() links {
	return links{field: "tag_ids", table: "note_tags", from: "note_id", to: "tag_id", parent: "tags"}
}

// strangersOfNote are queries for rows of other users that a note refers to.
func strangersOfNote(of *note.Note) []stranger {
	return []stranger{
		{field: "folder_id", count: `SELECT count(*) FROM folders WHERE id = $1 AND user_id <> $2`, of: of.FolderID},
	}
}

// linkNotes reads what notes are linked to: after them, so that it is never older
// than their versions.
func linkNotes(ctx context.Context, db querier, rows ...*note.Note) error {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	noteTags, err := noteTags().read(ctx, db, ids)
	if err != nil {
		return err
	}
	for _, row := range rows {
		row.TagIDs = noteTags[row.ID]
	}
	return nil
}
