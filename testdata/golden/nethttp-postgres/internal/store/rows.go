package store

import (
	"database/sql"
	"errors"
	"time"
)

// callTimeout bounds every call of the database, whatever time the caller has.
const callTimeout = 10 * time.Second

// collect reads all rows, each into the columns that a T has, and closes them.
func collect[T any](rows *sql.Rows, columns func(*T) []any) (found []T, err error) {
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

// affected fails with sql.ErrNoRows where a statement found no row to act on.
func affected(result sql.Result) error {
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		return sql.ErrNoRows
	}
	return err
}
