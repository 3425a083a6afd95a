package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/acme/library/internal/apperr"
)

// wrap adds what was being done to an error from the database, and the error of
// apperr that callers can act on. Nil stays nil.
func wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	if meaning := meaningOf(err); meaning != nil && !errors.Is(err, meaning) {
		return fmt.Errorf("%s: %w: %w", doing, meaning, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// meaningOf returns the error of apperr that err amounts to, nil if none.
func meaningOf(err error) error {
	// database/sql keeps the error of a closed pool to itself.
	const closed = "sql: database is closed"
	failure, ok := errors.AsType[*sqlite.Error](err)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return apperr.ErrNotFound
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, sql.ErrConnDone), errors.Is(err, driver.ErrBadConn), err.Error() == closed,
		errors.Is(err, sql.ErrTxDone): // its context has ended since the statement began
		return apperr.ErrUnavailable
	case !ok:
		return nil
	case failure.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE, failure.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return apperr.ErrConflict
	case failure.Code() == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return apperr.ErrReference
	}
	switch failure.Code() & 0xff { // the class of an extended code
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM,
		sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY: // of the disk
		return apperr.ErrUnavailable
	}
	return nil
}
