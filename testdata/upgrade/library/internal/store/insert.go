package store

import (
	"context"
	"database/sql"
)

// querier is a *sql.DB or a *sql.Tx.
type querier interface {
	QueryRowContext(ctx context.Context, statement string, args ...any) *sql.Row
}

// insert runs an INSERT that returns the id of the new row.
func insert(ctx context.Context, db querier, statement string, args []any) (id int64, err error) {
	err = db.QueryRowContext(ctx, statement, args...).Scan(&id)
	return id, err
}
