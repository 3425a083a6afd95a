package store

import (
	"context"
	"database/sql"
)

// execer is a *sql.DB or a *sql.Tx.
type execer interface {
	ExecContext(ctx context.Context, statement string, args ...any) (sql.Result, error)
}

// insert runs an INSERT and returns the id that the new row got.
func insert(ctx context.Context, db execer, statement string, args []any) (id int64, err error) {
	result, err := db.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}
