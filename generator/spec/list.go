package spec

import (
	"fmt"
	"slices"
)

// parameters are the parameters of lists besides filters.
var parameters = []string{"limit", "sort", "cursor", "count", "q", "include"}

// Filterable reports whether lists can be filtered by the field.
func (f Field) Filterable() bool {
	if slices.Contains(parameters, f.Key()) {
		return false
	}
	return f.Kind == Owner || slices.Contains(filterable, f.Kind) && (f.Filter || f.IsKey() || f.Kind == Bool || f.Kind == Enum)
}

func (f Field) checkFilter() []string {
	if f.Filter && slices.Contains(parameters, f.Key()) {
		return []string{fmt.Sprintf("%s is a parameter of lists, which cannot be filtered by it; leave out filter", f.Key())}
	}
	return nil
}
