package store

import (
	"errors"

	"github.com/go-sql-driver/mysql"
)

// lockTimedOut reports whether a statement waited too long for a lock.
func lockTimedOut(err error) bool {
	failure, ok := errors.AsType[*mysql.MySQLError](err)
	return ok && failure.Number == lockWaitTimeout
}
