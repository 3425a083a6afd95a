package store

import (
	"errors"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/acme/library/internal/apperr"
)

// constraints are the fields at fault when a constraint of the schema is broken,
// by its name in errors of the database.
type constraints map[string][]apperr.FieldError

// refused is wrap for a change that may break constraints.
func refused(err error, doing string, known constraints) error {
	return at(wrap(err, doing), known)
}

// at adds the fields at fault to an error about a known constraint.
func at(err error, known constraints) error {
	fields, ok := known[constraintOf(err)]
	if !ok {
		return err
	}
	return &apperr.Violation{Err: err, Fields: fields}
}

// constraintOf returns the column of the unique index that err says is broken, or
// the name of the foreign key, "" if it is about something else.
func constraintOf(err error) string {
	failure, ok := errors.AsType[*sqlite.Error](err)
	if !ok || failure.Code() != sqlite3.SQLITE_CONSTRAINT_UNIQUE {
		return ""
	}
	_, text, _ := strings.Cut(failure.Error(), "UNIQUE constraint failed: ") // table.column (code)
	columns, _, _ := strings.Cut(text, " (")
	return columns
}
