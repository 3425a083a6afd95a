package store

import (
	"database/sql"
	"time"
)

// now is the current time as every database can store it: in UTC, to the
// microsecond.
func now() time.Time {
	return time.Now().UTC().Truncate(time.Microsecond)
}

// inserted takes the result of an INSERT and returns the id of the new row.
func inserted(result sql.Result, err error) (id int64, _ error) {
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}
