package page

import "slices"

// Only returns a query for those rows of the list that have a value in a field. It
// is not a filter of the client's, so that cursors do not depend on it.
func (q Query[T]) Only(field string, value any) Query[T] {
	q.Filters = append(slices.Clone(q.Filters), Filter{Field: field, Operator: Equal, Values: []any{value}})
	return q
}
