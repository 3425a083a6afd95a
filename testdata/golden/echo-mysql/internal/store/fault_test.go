package store_test

import (
	"errors"

	"github.com/acme/tracks/internal/apperr"
)

// faultIn returns the field at fault in an error.
func faultIn(err error) (fault apperr.FieldError, ok bool) {
	violation, ok := errors.AsType[*apperr.Violation](err)
	if !ok || len(violation.Fields) != 1 {
		return fault, false
	}
	return violation.Fields[0], true
}
