package store

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"
)

// now is the current time as every database can store it: in UTC, to the
// microsecond.
func now() time.Time {
	return time.Now().UTC().Truncate(time.Microsecond)
}

// insert runs an INSERT that returns the id of the new row.
func insert(ctx context.Context, db sqlx.ExtContext, statement string, row any) (id int64, err error) {
	query, args, err := db.BindNamed(statement, row)
	if err != nil {
		return 0, err
	}
	err = sqlx.GetContext(ctx, db, &id, query, args...)
	return id, err
}
