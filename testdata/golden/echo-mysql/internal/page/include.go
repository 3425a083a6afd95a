package page

import (
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/acme/tracks/internal/strictquery"
)

// ParseInclude reads the query of a single row, whose only parameter is include.
func ParseInclude[T any](query string, fields Fields[T]) ([]string, error) {
	values, err := strictquery.Parse(query, "include")
	if err != nil {
		return nil, err
	}
	return fields.include(values)
}

// include returns the names of what rows are to include.
func (fs Fields[T]) include(values url.Values) (names []string, err error) {
	known := fs.included()
	if len(known) == 0 || !values.Has("include") {
		return nil, nil
	}
	for name := range strings.SplitSeq(values.Get("include"), ",") {
		if !slices.Contains(known, name) || slices.Contains(names, name) {
			return nil, refuse("include must be one of %s, or several of them, separated by commas", strings.Join(known, ", "))
		}
		names = append(names, name)
	}
	return names, nil
}

// included are the names of what rows can include.
func (fs Fields[T]) included() []string {
	var names []string
	for _, f := range fs {
		if f.Include != "" {
			names = append(names, f.Include)
		}
	}
	slices.Sort(names)
	return names
}

// Related returns the ids of the rows that row can include by a name, and whether
// there may be several.
func (fs Fields[T]) Related(row *T, name string) (ids []any, many bool) {
	for _, f := range fs {
		if f.Include != name {
			continue
		}
		value := f.value(row)
		list := reflect.ValueOf(value)
		switch list.Kind() {
		case reflect.Invalid: // null
			return nil, false
		case reflect.Slice:
			for i := range list.Len() {
				ids = append(ids, list.Index(i).Interface())
			}
			return ids, true
		default:
			return []any{value}, false
		}
	}
	return nil, false
}

// WithIDs is the query for the rows with these ids, however many they are.
func WithIDs[T any](ids []any, fields Fields[T]) Query[T] {
	return Query[T]{
		Limit:   len(ids),
		Filters: []Filter{{Field: idField, Operator: In, Values: ids}},
		Sort:    []Key{{Field: idField}},
		fields:  fields,
	}
}

// With returns the page with other items, one for each of its own.
func (p Page[T]) With(items []any) Page[any] {
	return Page[any]{Items: items, NextCursor: p.NextCursor, Total: p.Total}
}
