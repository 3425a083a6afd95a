package store

import "database/sql"

// affected fails with sql.ErrNoRows where a statement found no row to act on.
func affected(result sql.Result) error {
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		return sql.ErrNoRows
	}
	return err
}
