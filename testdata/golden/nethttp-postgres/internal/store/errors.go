package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/acme/shop/internal/apperr"
)

// Codes of PostgreSQL, appendix A of its manual.
const (
	characterNotInSet    = "22021" // U+0000 in a text
	untranslatableChar   = "22P05" // U+0000 in JSON
	uniqueViolation      = "23505"
	foreignKeyViolation  = "23503"
	programLimitExceeded = "54000" // a text of more than 2704 bytes in an index
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	lockNotAvailable     = "55P03"
	readOnlyTransaction  = "25006" // on a server that has become a standby
	idleInTransaction    = "25P03" // for longer than the server allows
	transactionTimeout   = "25P04"

	classConnection = "08" // the first two characters are the class
	classResources  = "53" // too many connections, out of memory, disk full
	classOperator   = "57" // shutdown, start, canceled statements
	classSystem     = "58" // failures outside of PostgreSQL, such as of a disk
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
	failure, refused := errors.AsType[*pgconn.PgError](err)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return apperr.ErrNotFound
	case unreachable(err):
		return apperr.ErrUnavailable
	case !refused:
		return nil
	}
	switch failure.Code {
	case characterNotInSet, untranslatableChar:
		return &apperr.BadRequest{Message: "a text contains the character U+0000"}
	case programLimitExceeded:
		return &apperr.BadRequest{Message: "a text is too long for its index"}
	case uniqueViolation:
		return apperr.ErrConflict
	case foreignKeyViolation:
		return apperr.ErrReference
	case serializationFailure, deadlockDetected, lockNotAvailable, readOnlyTransaction, idleInTransaction, transactionTimeout:
		return apperr.ErrUnavailable
	}
	switch failure.Code[:min(len(failure.Code), 2)] {
	case classConnection, classResources, classOperator, classSystem:
		return apperr.ErrUnavailable
	}
	return nil
}

// unreachable reports whether the database did not answer, or not in time.
func unreachable(err error) bool {
	// database/sql keeps the error of a closed pool to itself.
	const closed = "sql: database is closed"
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	if pgconn.SafeToRetry(err) { // the connection was closed before anything was sent
		return true
	}
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, sql.ErrTxDone) || // its context has ended since the statement began
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || err.Error() == closed
}

// retryable reports whether a transaction that failed with err may succeed if
// it is tried again.
func retryable(err error) bool {
	failure, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (failure.Code == serializationFailure || failure.Code == deadlockDetected)
}
