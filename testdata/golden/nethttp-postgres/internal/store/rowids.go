package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
)

// RowIDs are the ids of a table, also those of rows that can be restored.
type RowIDs[ID any] struct {
	db    *sql.DB
	table string
}

// NewRowIDs returns the ids of a table, as it is written in SQL.
func NewRowIDs[ID any](db *DB, table string) RowIDs[ID] { return RowIDs[ID]{db.Reads, table} }

// IDs returns up to limit ids after one, in ascending order.
func (r RowIDs[ID]) IDs(ctx context.Context, after ID, limit int) ([]ID, error) {
	return r.read(ctx, "SELECT id FROM "+r.table+" WHERE id > $1 ORDER BY id LIMIT "+strconv.Itoa(limit), after)
}

// LastID returns the highest id, and the zero value if there is none.
func (r RowIDs[ID]) LastID(ctx context.Context) (last ID, err error) {
	ids, err := r.read(ctx, "SELECT id FROM "+r.table+" ORDER BY id DESC LIMIT 1")
	if len(ids) > 0 {
		last = ids[0]
	}
	return last, err
}

func (r RowIDs[ID]) read(ctx context.Context, query string, args ...any) (ids []ID, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	rows, err := r.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, wrap(err, "read ids of "+r.table)
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
