package store

import (
	"context"
	"database/sql"
)

// insert runs an INSERT that returns the id of the new row.
func insert(ctx context.Context, db *sql.DB, statement string, args []any) (id int64, err error) {
	err = db.QueryRowContext(ctx, statement, args...).Scan(&id)
	return id, err
}
