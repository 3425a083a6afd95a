package store

import (
	"context"
	"errors"
	"time"
)

// now is the current time as every database can store it: in UTC, to the
// microsecond.
func now() time.Time {
	return time.Now().UTC().Truncate(time.Microsecond)
}

// collect runs a query and reads every row into the columns of a T.
func collect[T any](ctx context.Context, db executor, columns func(*T) []any, query string, args ...any) (found []T, err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var row T
		if err := rows.Scan(columns(&row)...); err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, rows.Err()
}
