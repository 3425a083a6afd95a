package store

import (
	"database/sql"
	"errors"

	"library/internal/apperr"
)

// foreignKeyError is an error of SQLite about a foreign key, with its name.
type foreignKeyError struct {
	error
	name string
}

func (e *foreignKeyError) Unwrap() error { return e.error }

// broken finds out which foreign key err is about, because SQLite does not say.
// The query returns the names of those that are broken.
func broken(err error, query func() *sql.Row) error {
	if err == nil || !errors.Is(meaningOf(err), apperr.ErrReference) {
		return err
	}
	var name string
	if query().Scan(&name) != nil { // another request has mended it, or it is not one of ours
		return err
	}
	return &foreignKeyError{err, name}
}
