package store

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/acme/shop/internal/apperr"
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

// constraintOf returns the name of the constraint or unique index that err says
// is broken, "" if it is about something else.
func constraintOf(err error) string {
	if failure, ok := errors.AsType[*pgconn.PgError](err); ok {
		return failure.ConstraintName
	}
	return ""
}
