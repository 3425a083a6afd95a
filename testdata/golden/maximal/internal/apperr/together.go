package apperr

import (
	"slices"
	"strings"
)

// TakenTogether are the errors of fields whose values another record has
// together.
func TakenTogether(fields ...string) []FieldError {
	taken := make([]FieldError, 0, len(fields))
	for i, field := range fields {
		others := slices.Concat(fields[:i], fields[i+1:])
		taken = append(taken, FieldError{Field: field, Rule: "unique", Message: "is taken together with " + strings.Join(others, ", ")})
	}
	return taken
}
