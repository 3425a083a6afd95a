package store

import (
	"context"
	"database/sql"
	"errors"
)

// causeOf returns why a transaction in ctx failed with err. If database/sql has
// rolled it back because ctx has ended, a commit only fails with sql.ErrTxDone.
func causeOf(ctx context.Context, err error) error {
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
