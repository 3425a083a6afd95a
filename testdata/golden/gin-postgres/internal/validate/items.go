package validate

import (
	"errors"

	"github.com/acme/notes/internal/apperr"
)

// Items applies each item to a row of its own and returns the rows. The error is
// nil, or an *apperr.Invalid with the fields at fault in all items.
func Items[Input, Row any](v *Validator, items []Input, apply func(Input, *Row, *Validator) error) ([]Row, error) {
	rows := make([]Row, len(items))
	var broken []apperr.FieldError
	for i := range items {
		err := apperr.OfItem("items", i, apply(items[i], &rows[i], v))
		if invalid, ok := errors.AsType[*apperr.Invalid](err); ok {
			broken = append(broken, invalid.Fields...)
		} else if err != nil {
			return nil, err
		}
	}
	if len(broken) > 0 {
		return nil, &apperr.Invalid{Fields: broken}
	}
	return rows, nil
}
