// Package page reads requests for a page of a list and makes the response. A page
// begins after the last row of the previous one, so that every page costs the
// same, and inserts and deletes shift nothing.
package page

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/strictquery"
)

const (
	// DefaultLimit is the page size if the client asks for none.
	DefaultLimit = 20
	// MaxLimit is the largest page size.
	MaxLimit = 100

	maxKeys = 4 // that a client may sort by
	idField = "id"
)

// Query is a request for one page of a list of T, made by Parse.
type Query[T any] struct {
	Limit   int
	Filters []Filter // the list has the rows that match all of them
	Search  string   // text that each row has in one of the Searched fields, in upper or lower case
	Sort    []Key    // no two rows are equal in all of them
	// After is the row that the page begins after, with only the fields in Sort.
	// It is nil on the first page.
	After *T
	// Include are the names of what the rows of the page include.
	Include []string
	// Count asks for the number of rows in the list, if it is found within the
	// timeout.
	Count        bool
	CountTimeout time.Duration

	fields Fields[T]
	list   string // identifies the sort and the filters, to which cursors are bound
}

// Key is a field that a list is sorted by. Null comes before every value.
type Key struct {
	Field string
	Desc  bool
}

// Page is one page of a list.
type Page[T any] struct {
	Items      []T    `json:"items"`
	NextCursor string `json:"nextCursor,omitempty"` // absent on the last page
	Total      *int64 `json:"total,omitempty"`      // rows in the list, if asked for and known
}

// Parse reads a request from the query of a URL, and refuses parameters other
// than
//   - limit
//   - sort, fields separated by commas, after a minus for descending order
//   - cursor, the NextCursor of the previous page
//   - count, true for the number of rows in the list
//   - q, a text to search for
//   - include, names of what rows refer to, separated by commas
//   - filters, such as price=5, price[gte]=5 and price[in]=5,6
func Parse[T any](query string, fields Fields[T]) (q Query[T], err error) {
	values, err := strictquery.Once(query)
	if err != nil {
		return q, err
	}
	q.fields = fields
	if q.Limit, err = limit(values); err != nil {
		return q, err
	}
	if q.Count, err = flag(values, "count"); err != nil {
		return q, err
	}
	if q.Sort, err = fields.sort(values); err != nil {
		return q, err
	}
	if q.Filters, err = fields.filters(values); err != nil {
		return q, err
	}
	if q.Search, err = fields.search(values); err != nil {
		return q, err
	}
	if q.Include, err = fields.include(values); err != nil {
		return q, err
	}
	q.list = identify(values, q.Sort)
	if text := values.Get("cursor"); text != "" { // empty for the first page
		if q.After, err = q.decode(text); err != nil {
			return q, refuse("cursor is not one that this list gave for this sort and these filters")
		}
	}
	return q, nil
}

func limit(values url.Values) (int, error) {
	text := values.Get("limit")
	if !values.Has("limit") {
		return DefaultLimit, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > MaxLimit || strconv.Itoa(n) != text {
		return 0, refuse("limit must be a whole number from 1 to %d", MaxLimit)
	}
	return n, nil
}

// flag returns a parameter that is true or false, and false by default.
func flag(values url.Values, name string) (bool, error) {
	text := values.Get(name)
	if values.Has(name) && text != "true" && text != "false" {
		return false, refuse("%s must be true or false", name)
	}
	return text == "true", nil
}

// sort returns the keys that a query asks for, and after them the id.
func (fs Fields[T]) sort(values url.Values) (keys []Key, err error) {
	if !values.Has("sort") {
		return []Key{{Field: idField}}, nil
	}
	for name := range strings.SplitSeq(values.Get("sort"), ",") {
		name, desc := strings.CutPrefix(name, "-")
		again := slices.ContainsFunc(keys, func(k Key) bool { return k.Field == name })
		if !fs[name].Sort || again || len(keys) == maxKeys {
			known := strings.Join(fs.where(func(f Field[T]) bool { return f.Sort }), ", ")
			return nil, refuse("sort must be one of %s, after a minus for descending order, or up to %d of them, separated by commas", known, maxKeys)
		}
		keys = append(keys, Key{Field: name, Desc: desc})
	}
	if i := slices.IndexFunc(keys, func(k Key) bool { return k.Field == idField }); i >= 0 {
		return keys[:i+1], nil
	}
	return append(keys, Key{Field: idField, Desc: keys[len(keys)-1].Desc}), nil
}

// Value returns the value of a field of row, nil if it is null.
func (q Query[T]) Value(row *T, field string) any { return q.fields[field].value(row) }

// Page makes a page of rows, which are in the order asked for. A row beyond Limit
// means that there is a next page; it is left out.
func (q Query[T]) Page(rows []T) (Page[T], error) {
	if len(rows) == 0 {
		return Page[T]{Items: []T{}}, nil // an empty list in JSON, not null
	}
	if len(rows) <= q.Limit {
		return Page[T]{Items: rows}, nil
	}
	rows = rows[:q.Limit]
	next, err := q.encode(&rows[q.Limit-1])
	if err != nil {
		return Page[T]{}, fmt.Errorf("encode cursor: %w", err)
	}
	return Page[T]{Items: rows, NextCursor: next}, nil
}

const maxSearch = 200 // bytes

// search returns the text to search for.
func (fs Fields[T]) search(values url.Values) (string, error) {
	text := values.Get("q")
	if len(text) > maxSearch || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return "", refuse("q must be up to %d bytes of UTF-8 without NUL", maxSearch)
	}
	return text, nil
}

// Searched are the fields that are searched for a text.
func (q Query[T]) Searched() []string {
	return q.fields.where(func(f Field[T]) bool { return f.Search })
}

func refuse(format string, args ...any) error {
	return &apperr.BadRequest{Message: fmt.Sprintf(format, args...)}
}
