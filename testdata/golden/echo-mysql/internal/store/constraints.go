package store

import (
	"errors"
	"strings"

	"github.com/go-sql-driver/mysql"

	"github.com/acme/tracks/internal/apperr"
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

// constraintOf returns the name of the key or foreign key that err says is broken,
// "" if it is about something else.
func constraintOf(err error) string {
	failure, ok := errors.AsType[*mysql.MySQLError](err)
	if !ok {
		return ""
	}
	switch failure.Number {
	case duplicateEntry: // Duplicate entry 'value' for key 'table.name', in MariaDB 'name'
		text := strings.TrimSuffix(failure.Message, "'")
		return text[strings.LastIndexAny(text, "'.")+1:]
	case noReferencedRow2, rowIsReferenced2: // … CONSTRAINT `name` FOREIGN KEY …
		_, text, _ := strings.Cut(failure.Message, "CONSTRAINT `")
		name, _, _ := strings.Cut(text, "`")
		return name
	}
	return ""
}
