package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
)

// Purged is how many rows of a table have been deleted for good.
type Purged struct {
	Table string
	Rows  int64
}

// purgeable is a table in which rows stay when they are deleted.
type purgeable struct {
	table string
	// query selects the first ids after one, of rows that were deleted before a time and
	// that no row refers to.
	query string
	purge func(ctx context.Context, db *sql.DB, of purgeable, before any) (rows int64, err error)
}

// Purge deletes for good the rows that were deleted before a time, in batches. Those
// that others refer to stay.
func (db *DB) Purge(ctx context.Context, before time.Time) ([]Purged, error) {
	tables := []purgeable{
		{
			table: "tracks", purge: purge[int64],
			query: `
				SELECT id FROM tracks
				WHERE id > ? AND deleted_at < ?
				ORDER BY id
				LIMIT 500`,
		},
	}
	purged := make([]Purged, len(tables))
	for again := true; again; { // rows go after those that refer to them
		again = false
		for i, t := range tables {
			rows, err := t.purge(ctx, db.Writes, t, before)
			purged[i].Table, purged[i].Rows = t.table, purged[i].Rows+rows
			if err != nil {
				return purged, wrap(err, "purge "+t.table)
			}
			again = again || rows > 0
		}
	}
	return purged, nil
}

// purge deletes the rows of a table, whose ids are of the type ID.
func purge[ID any](ctx context.Context, db *sql.DB, of purgeable, before any) (rows int64, err error) {
	var last ID
	for {
		ids, err := purgeableIDs[ID](ctx, db, of.query, last, before)
		if err != nil || len(ids) == 0 {
			return rows, err
		}
		n, err := purgeBatch(ctx, db, of, ids, before)
		rows += n
		if err != nil {
			return rows, err
		}
		last = ids[len(ids)-1]
	}
}

// purgeableIDs returns the ids of the next batch of rows.
func purgeableIDs[ID any](ctx context.Context, db *sql.DB, query string, after ID, before any) (ids []ID, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	rows, err := db.QueryContext(ctx, query, after, before)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id ID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// deletion is the statement that deletes n rows with given ids which were deleted
// before a time.
func (p purgeable) deletion(n int) string {
	return "DELETE FROM " + p.table + " WHERE deleted_at < " + marks(1, 1) + " AND id IN (" + marks(2, n) + ")"
}

// purgeBatch deletes rows that have not been restored meanwhile.
func purgeBatch[ID any](ctx context.Context, db *sql.DB, of purgeable, ids []ID, before any) (rows int64, err error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	args := []any{before}
	for _, id := range ids {
		args = append(args, id)
	}
	result, err := db.ExecContext(ctx, of.deletion(len(ids)), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// marks are the placeholders of n arguments.
func marks(_, n int) string { return "?" + strings.Repeat(", ?", n-1) }
