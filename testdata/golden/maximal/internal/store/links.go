package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/acme/everything/internal/apperr"
)

// links is a table that links rows of one table to rows of another. All names are
// of this package, never text from a client.
type links struct {
	field    string // of the first, with the ids of the second, in JSON
	table    string
	from, to string // columns with the ids of both
	parent   string // the second table
}

// querier runs statements, in a transaction or outside of one.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// read returns the ids that rows are linked to, in order.
func (l links) read(ctx context.Context, db querier, rows []int64) (linked map[int64][]int64, err error) {
	linked = make(map[int64][]int64, len(rows))
	args := make([]any, len(rows))
	for i, id := range rows {
		linked[id] = []int64{} // an empty list in JSON, not null
		args[i] = id
	}
	if len(rows) == 0 {
		return linked, nil
	}
	found, err := db.QueryContext(ctx, "SELECT "+l.from+", "+l.to+" FROM "+l.table+" WHERE "+l.from+" IN ("+marks(1, len(args))+") ORDER BY "+l.from+", "+l.to, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	for found.Next() {
		var from int64
		var to int64
		if err := found.Scan(&from, &to); err != nil {
			return nil, err
		}
		linked[from] = append(linked[from], to)
	}
	return linked, found.Err()
}

// replace links a row to other rows than before.
func (l links) replace(ctx context.Context, tx querier, row int64, before, after []int64) error {
	if slices.Equal(before, after) {
		return nil
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM "+l.table+" WHERE "+l.from+" = "+marks(1, 1), row); err != nil {
		return err
	}
	if len(after) == 0 {
		return nil
	}
	args := []any{row}
	for _, id := range after {
		args = append(args, id)
	}
	result, err := tx.ExecContext(ctx, "INSERT INTO "+l.table+" ("+l.from+", "+l.to+") SELECT "+marks(1, 1)+", id FROM "+l.parent+" WHERE id IN ("+marks(2, len(after))+")", args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n < int64(len(after)) {
		missing := &apperr.Violation{Err: apperr.ErrReference, Fields: []apperr.FieldError{apperr.Missing(l.field)}}
		return errors.Join(err, missing)
	}
	return nil
}

// addresses returns the addresses of rows.
func addresses[T any](rows []T) []*T {
	all := make([]*T, len(rows))
	for i := range rows {
		all[i] = &rows[i]
	}
	return all
}

// marks are the placeholders of n arguments.
func marks(_, n int) string { return "?" + strings.Repeat(", ?", n-1) }
