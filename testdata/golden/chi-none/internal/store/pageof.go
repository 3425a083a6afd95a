package store

import (
	"slices"
	"strings"

	"github.com/acme/shelf/internal/page"
)

// pageOf makes the page that q asks for of rows, as copies, with the total if q asks
// for that.
func pageOf[ID comparable, T any](q page.Query[T], rows map[ID]*T, copied func(T) T) (page.Page[T], error) {
	var list []*T
	for _, row := range rows {
		if passes(q, row) {
			list = append(list, row)
		}
	}
	slices.SortFunc(list, func(a, b *T) int { return compareRows(q, a, b) })
	var found []T
	for _, row := range list {
		if len(found) <= q.Limit && (q.After == nil || compareRows(q, row, q.After) > 0) {
			found = append(found, copied(*row))
		}
	}
	p, err := q.Page(found)
	if q.Count {
		p.Total = new(int64(len(list)))
	}
	return p, err
}

// compareRows orders rows as q does.
func compareRows[T any](q page.Query[T], a, b *T) int {
	for _, key := range q.Sort {
		if order := compare(q.Value(a, key.Field), q.Value(b, key.Field)); order != 0 && key.Desc {
			return -order
		} else if order != 0 {
			return order
		}
	}
	return 0
}

// passes reports whether a row passes all filters of q.
func passes[T any](q page.Query[T], row *T) bool {
	if q.Search != "" && !slices.ContainsFunc(q.Searched(), func(field string) bool { return searched(q.Value(row, field), q.Search) }) {
		return false
	}
	return !slices.ContainsFunc(q.Filters, func(f page.Filter) bool { return !meets(f, q.Value(row, f.Field)) })
}

// meets reports whether a value meets a filter.
func meets(f page.Filter, value any) bool {
	if f.Operator == page.Null {
		return f.Values[0] == (value == nil)
	}
	if value == nil {
		return false
	}
	order := compare(value, f.Values[0])
	switch f.Operator {
	case page.NotEqual:
		return order != 0
	case page.In:
		return slices.ContainsFunc(f.Values, func(v any) bool { return compare(value, v) == 0 })
	case page.Less:
		return order < 0
	case page.AtMost:
		return order <= 0
	case page.Greater:
		return order > 0
	case page.AtLeast:
		return order >= 0
	default:
		return order == 0
	}
}

// searched reports whether a value has text in it, in upper or lower case.
func searched(value any, text string) bool {
	s, _ := value.(string)
	return strings.Contains(strings.ToLower(s), strings.ToLower(text))
}
