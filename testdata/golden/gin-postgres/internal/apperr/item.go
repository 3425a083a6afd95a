package apperr

import (
	"errors"
	"fmt"
	"slices"
)

// OfItem adds to an error about an item of a list in the input which one that is:
// fields of the item are named as in items[3].title. Nil stays nil.
func OfItem(list string, i int, err error) error {
	item := fmt.Sprintf("%s[%d]", list, i)
	if invalid, ok := errors.AsType[*Invalid](err); ok {
		return &Invalid{Fields: inItem(item, invalid.Fields)}
	}
	var fields []FieldError
	if violation, ok := errors.AsType[*Violation](err); ok {
		fields = inItem(item, violation.Fields)
	}
	switch {
	case errors.Is(err, ErrNotFound):
		fields = append(fields, Missing(item))
	case errors.Is(err, ErrInUse):
		fields = slices.Insert(fields, 0, FieldError{Field: item, Rule: "in_use", Message: "is in use"})
	case errors.Is(err, ErrPreconditionFailed):
		fields = append(fields, FieldError{Field: item, Rule: "version", Message: "has another version"})
	}
	if fields == nil {
		return err
	}
	return &Violation{Err: err, Fields: fields}
}

// inItem returns the errors of fields of an item. Other resources keep theirs.
func inItem(item string, fields []FieldError) []FieldError {
	fields = slices.Clone(fields)
	for i, f := range fields {
		if f.Resource == "" {
			fields[i].Field = item + "." + f.Field
		}
	}
	return fields
}
