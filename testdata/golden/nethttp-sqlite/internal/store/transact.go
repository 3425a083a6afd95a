package store

import "context"

// Transact runs fn in a transaction, together with all stores that are called in
// the context that fn gets: what they write is committed if fn returns nil, and
// rolled back if it returns an error or panics.
func Transact(ctx context.Context, db *DBX, fn func(ctx context.Context) error) error {
	tx, err := db.Writes.BeginTxx(ctx, nil)
	if err != nil {
		return wrap(err, "begin transaction")
	}
	defer func() { _ = tx.Rollback() }() // does nothing after Commit
	if err := fn(context.WithValue(ctx, transactionKey{}, &transaction{Tx: tx})); err != nil {
		return err
	}
	return wrap(causeOf(ctx, tx.Commit()), "commit transaction")
}
