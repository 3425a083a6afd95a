package store

import (
	"context"

	"github.com/jmoiron/sqlx"
)

// insert runs an INSERT that returns the id of the new row. It takes a *sqlx.DB
// or a *sqlx.Tx.
func insert(ctx context.Context, db sqlx.ExtContext, statement string, row any) (id int64, err error) {
	query, args, err := db.BindNamed(statement, row)
	if err != nil {
		return 0, err
	}
	err = sqlx.GetContext(ctx, db, &id, query, args...)
	return id, err
}
