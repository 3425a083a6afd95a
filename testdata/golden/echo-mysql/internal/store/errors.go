package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"

	"github.com/go-sql-driver/mysql"
	"gorm.io/gorm"

	"github.com/acme/tracks/internal/apperr"
)

// Numbers of errors, the same in MySQL and MariaDB unless one of them is named.
const (
	duplicateEntry   = 1062
	noReferencedRow  = 1216 // to a user who may not see the other table
	noReferencedRow2 = 1452
	rowIsReferenced  = 1217 // likewise
	rowIsReferenced2 = 1451

	lockWaitTimeout = 1205
	lockNoWait      = 3572 // MySQL
	deadlock        = 1213
	recordChanged   = 1020 // MariaDB: since the transaction has read it

	queryInterrupted = 1317
	queryTimeout     = 3024 // MySQL
	statementTimeout = 1969 // MariaDB

	serverShutdown     = 1053
	connectionKilled   = 1927 // MariaDB
	connectionIdle     = 4031 // MySQL: for longer than its wait_timeout
	tooManyConnections = 1040
	tooManyOfUser      = 1203
	limitOfUser        = 1226
	noThread           = 1135
	outOfMemory        = 1037
	outOfResources     = 1041
	diskFull           = 1021
	tableFull          = 1114
	readOnly           = 1290 // a server that has become a replica, or is stopped by its operator
	readOnlyMode       = 1836 // MySQL, likewise
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
	failure, refused := errors.AsType[*mysql.MySQLError](err)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return apperr.ErrNotFound
	case errors.Is(err, gorm.ErrRecordNotFound):
		return apperr.ErrNotFound
	case unreachable(err):
		return apperr.ErrUnavailable
	case !refused:
		return nil
	}
	switch failure.Number {
	case duplicateEntry:
		return apperr.ErrConflict
	case noReferencedRow, noReferencedRow2, rowIsReferenced, rowIsReferenced2:
		return apperr.ErrReference
	case lockWaitTimeout, lockNoWait, deadlock, recordChanged, queryInterrupted, queryTimeout, statementTimeout,
		serverShutdown, connectionKilled, connectionIdle, tooManyConnections, tooManyOfUser, limitOfUser,
		noThread, outOfMemory, outOfResources, diskFull, tableFull, readOnly, readOnlyMode:
		return apperr.ErrUnavailable
	}
	return nil
}

// unreachable reports whether the database did not answer, or not in time.
func unreachable(err error) bool {
	// database/sql keeps the error of a closed pool to itself.
	const closed = "sql: database is closed"
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, sql.ErrTxDone) || // its context has ended since the statement began
		errors.Is(err, mysql.ErrInvalidConn) || err.Error() == closed
}

// retryable reports whether a transaction that failed with err may succeed if
// it is tried again.
func retryable(err error) bool {
	failure, ok := errors.AsType[*mysql.MySQLError](err)
	return ok && (failure.Number == deadlock || failure.Number == recordChanged)
}
