package store

import (
	"context"
	"database/sql"
	"time"
)

// callTimeout limits every call to the database, whatever time the caller has
// left.
const callTimeout = 10 * time.Second

// now is the current time as every database can store it: in UTC, to the
// microsecond.
func now() time.Time {
	return time.Now().UTC().Truncate(time.Microsecond)
}

// execer is a *sql.DB or a *sql.Tx.
type execer interface {
	ExecContext(ctx context.Context, statement string, args ...any) (sql.Result, error)
}

// insert runs an INSERT and returns the id of the new row.
func insert(ctx context.Context, db execer, statement string, args []any) (id int64, err error) {
	result, err := db.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}
