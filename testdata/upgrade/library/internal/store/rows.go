package store

import (
	"database/sql"
	"errors"
)

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
