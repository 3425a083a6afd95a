// Package page implements keyset pagination: a page begins after the last row of
// the previous one, so that every page costs the same, and inserts and deletes
// shift nothing.
package page

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/strictjson"
	"github.com/acme/everything/internal/strictquery"
)

const (
	// DefaultLimit is the page size if the client asks for none.
	DefaultLimit = 20
	// MaxLimit is the largest page size.
	MaxLimit = 100

	idKey = "id"
)

// Keys are the fields that a list of T may be sorted by, each with a function
// that returns its address in a T. The id is always one of them.
type Keys[T any] map[string]func(*T) any

// Query is a request for one page of a list of T, made by Parse.
type Query[T any] struct {
	Limit int
	Sort  string // one of the keys; rows equal in it are ordered by id
	Desc  bool   // descending, in the id too
	// After is the row that the page begins after, with only its id and the field
	// it is sorted by. It is nil on the first page.
	After *T
	// Filters limit the list to the rows that match all of them.
	Filters []Filter

	keys Keys[T]
}

// Filter matches the rows whose reference Field has the value ID.
type Filter struct {
	Field string
	ID    int64
}

// Page is one page of a list.
type Page[T any] struct {
	Items      []T    `json:"items"`
	NextCursor string `json:"next_cursor,omitempty"` // absent on the last page
}

// Parse reads the parameters limit, cursor and sort (a key, prefixed with a
// minus for descending order) from the query of a URL, and the filters by the
// fields in references. It refuses all others.
func Parse[T any](query string, keys Keys[T], references ...string) (Query[T], error) {
	values, err := strictquery.Parse(query, append([]string{"limit", "sort", "cursor"}, references...)...)
	if err != nil {
		return Query[T]{}, err
	}
	q := Query[T]{Limit: DefaultLimit, Sort: idKey, keys: keys}
	if values.Has("limit") {
		n, ok := number(values.Get("limit"))
		if !ok || n > MaxLimit {
			return Query[T]{}, refuse("limit must be a whole number from 1 to %d", MaxLimit)
		}
		q.Limit = int(n)
	}
	if values.Has("sort") {
		q.Sort, q.Desc = strings.CutPrefix(values.Get("sort"), "-")
	}
	if keys[q.Sort] == nil {
		known := strings.Join(slices.Sorted(maps.Keys(keys)), ", ")
		return Query[T]{}, refuse("sort must be one of %s, or one of them after a minus", known)
	}
	for _, field := range references {
		if !values.Has(field) {
			continue
		}
		id, ok := number(values.Get(field))
		if !ok {
			return Query[T]{}, refuse("%s must be a positive whole number", field)
		}
		q.Filters = append(q.Filters, Filter{Field: field, ID: id})
	}
	if text := values.Get("cursor"); text != "" { // empty for the first page
		if q.After, err = q.decode(text); err != nil {
			return Query[T]{}, refuse("cursor is not one that this list gave for this sort")
		}
	}
	return q, nil
}

// number parses a positive whole number in decimal digits.
func number(text string) (n int64, ok bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n > 0 && strconv.FormatInt(n, 10) == text
}

func refuse(format string, args ...any) error {
	return &apperr.BadRequest{Message: fmt.Sprintf(format, args...)}
}

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

// cursor is the content of NextCursor: the sort, and the values in the last row
// of the page of the field it is sorted by and of its id.
type cursor struct {
	Sort  string `json:"sort"`
	Desc  bool   `json:"desc"`
	Value any    `json:"value"`
	ID    any    `json:"id"`
}

func (q Query[T]) encode(last *T) (string, error) {
	data, err := json.Marshal(cursor{Sort: q.Sort, Desc: q.Desc, Value: q.keys[q.Sort](last), ID: q.keys[idKey](last)})
	return base64.RawURLEncoding.EncodeToString(data), err
}

// decode decodes a cursor into the fields it was made of. A forged one must not
// reach the database with a value that it cannot store, so the fields have to
// make the same cursor again.
func (q Query[T]) decode(text string) (*T, error) {
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	after := new(T)
	value := q.keys[q.Sort](after)
	c := cursor{Value: value, ID: q.keys[idKey](after)}
	if err := strictjson.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	if again, err := q.encode(after); err != nil || again != text || hasNUL(value) {
		return nil, errors.New("cursor of another list")
	}
	return after, nil
}

// hasNUL reports whether a field, given its address, is a string with a NUL.
func hasNUL(field any) bool {
	switch v := field.(type) {
	case *string:
		return strings.ContainsRune(*v, 0)
	case **string:
		return *v != nil && hasNUL(*v)
	}
	return false
}
