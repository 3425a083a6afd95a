package store

import (
	"errors"
	"fmt"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"library/internal/apperr"
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

// inUse is refused for a DELETE, where a broken reference means that another row
// still refers to the deleted one.
func inUse(err error, doing string, known constraints) error {
	if err == nil || !errors.Is(meaningOf(err), apperr.ErrReference) {
		return wrap(err, doing)
	}
	return at(fmt.Errorf("%s: %w: %w", doing, apperr.ErrInUse, err), known)
}

// referring is the error of a field of another resource that refers to what was
// to be deleted.
func referring(resource, field string) apperr.FieldError {
	return apperr.FieldError{Resource: resource, Field: field, Rule: "in_use", Message: "refers to it"}
}

// constraintOf returns the column of the unique index that err says is broken, or
// the name of the foreign key, "" if it is about something else.
func constraintOf(err error) string {
	if failure, ok := errors.AsType[*foreignKeyError](err); ok {
		return failure.name
	}
	failure, ok := errors.AsType[*sqlite.Error](err)
	if !ok || failure.Code() != sqlite3.SQLITE_CONSTRAINT_UNIQUE {
		return ""
	}
	_, text, _ := strings.Cut(failure.Error(), "UNIQUE constraint failed: ") // table.column (code)
	columns, _, _ := strings.Cut(text, " (")
	return columns
}
