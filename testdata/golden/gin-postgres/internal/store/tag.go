package store

import (
	"context"
	"database/sql"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/page"
	"github.com/acme/notes/internal/tag"
)

// Tags implements tag.Store.
type Tags struct {
	reads *sql.DB
	db    *sql.DB // for writes, and the queries of their transactions
}

// NewTags returns a store that uses db.
func NewTags(db *DB) *Tags {
	return &Tags{reads: db.Reads, db: db.Writes}
}

// Create implements tag.Store.
func (s *Tags) Create(ctx context.Context, from tag.Tag) (tag.Tag, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt
	err := within(ctx, s.db).QueryRowContext(ctx, insertTag, tagArgs(&from)...).Scan(&from.ID)
	if err != nil {
		return tag.Tag{}, refused(err, "create tag", tagConstraints())
	}
	return from, nil
}

// Get implements tag.Store.
func (s *Tags) Get(ctx context.Context, id int64) (tag.Tag, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row tag.Tag
	err := within(ctx, s.reads).QueryRowContext(ctx, selectTag, id).Scan(tagColumns(&row)...)
	if err != nil {
		return tag.Tag{}, wrap(err, "get tag")
	}

	return row, nil
}

// List implements tag.Store.
func (s *Tags) List(ctx context.Context, q page.Query[tag.Tag]) (page.Page[tag.Tag], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	at := newSeek(q, tagListColumns())
	clause, args := at.clause(q.Limit + 1)
	rows, err := collect(ctx, within(ctx, s.reads), tagColumns, selectTags+clause, args...)
	if err != nil {
		return page.Page[tag.Tag]{}, wrap(err, "list tags")
	}

	return pageOf(ctx, q, rows, func(ctx context.Context, total *int64) error {
		clause, args := at.total()
		err := within(ctx, s.reads).QueryRowContext(ctx, countTags+clause, args...).Scan(total)
		return wrap(err, "count tags")
	})
}

// Update implements tag.Store.
func (s *Tags) Update(ctx context.Context, id int64, apply func(*tag.Tag) error) (tag.Tag, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed tag.Tag
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		var err error
		if changed, err = lockedTag(ctx, tx, id); err != nil {
			return err
		}
		version := changed.Version
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UpdatedAt = id, version+1, now()
		_, err = tx.ExecContext(ctx, updateTag, append(tagArgs(&changed), id)...)
		return err
	})
	if err != nil {
		return tag.Tag{}, refused(err, "update tag", tagConstraints())
	}
	return changed, nil
}

// Delete implements tag.Store.
func (s *Tags) Delete(ctx context.Context, id int64, check func(*tag.Tag) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		row, err := lockedTag(ctx, tx, id)
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
				SET version = version + 1, updated_at = $1
				WHERE id IN (SELECT note_id FROM note_tags WHERE tag_id = $2)`,
		} {
			if _, err := tx.ExecContext(ctx, release, now(), id); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, deleteTag, id)
		return err
	})
	return wrap(err, "delete tag")
}

// tagConstraints are the constraints that a tag may break.
func tagConstraints() constraints {
	return constraints{
		"tags_name_key": {apperr.Taken("name")},
	}
}
