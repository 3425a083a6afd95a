// Package page reads long lists in parts. A part begins after the last row of
// the one before (keyset pagination), so that it costs the same wherever it
// stands, and rows that come or go meanwhile shift nothing.
package page

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/acme/ledger/internal/apperr"
)

const (
	// DefaultLimit is the size of a page when the client does not say.
	DefaultLimit = 20
	// MaxLimit caps what the client may ask for.
	MaxLimit = 100

	idKey = "id"
)

// Keys are the fields that a list of T may be sorted by, each with the way to
// its address in a T. The id is always one of them.
type Keys[T any] map[string]func(*T) any

// Query asks for one page of a list of T. Parse makes it.
type Query[T any] struct {
	Limit int
	Sort  string // one of the keys; rows equal in it are ordered by id
	Desc  bool   // the other way round, ids too
	// After is the row that the page begins behind, with only its id and the
	// field it is sorted by. On the first page it is nil.
	After *T

	keys Keys[T]
}

// Page is one part of a list.
type Page[T any] struct {
	Items      []T    `json:"items"`
	NextCursor string `json:"next_cursor,omitempty"` // absent on the last page
}

// Parse reads the parameters limit, cursor and sort (a key, or a key after a
// minus for the other direction) from the query of a URL.
func Parse[T any](query string, keys Keys[T]) (Query[T], error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return Query[T]{}, &apperr.BadRequest{Message: "query is malformed"}
	}
	q := Query[T]{Limit: DefaultLimit, keys: keys}
	if text := values.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return Query[T]{}, &apperr.BadRequest{Message: "limit must be a positive whole number"}
		}
		q.Limit = min(n, MaxLimit)
	}
	q.Sort, q.Desc = strings.CutPrefix(cmp.Or(values.Get("sort"), idKey), "-")
	if keys[q.Sort] == nil {
		known := strings.Join(slices.Sorted(maps.Keys(keys)), ", ")
		return Query[T]{}, &apperr.BadRequest{Message: "sort must be one of " + known + ", or one of them after a minus"}
	}
	if text := values.Get("cursor"); text != "" {
		if q.After, err = q.decode(text); err != nil {
			return Query[T]{}, &apperr.BadRequest{Message: "cursor is not one that this list gave for this sort"}
		}
	}
	return q, nil
}

// Page makes a page of rows in the order asked for. One row more than Limit
// tells that there is a next page; it is left out.
func (q Query[T]) Page(rows []T) (Page[T], error) {
	if len(rows) == 0 {
		return Page[T]{Items: []T{}}, nil // in JSON an empty list, not null
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

// cursor is what NextCursor holds, encoded: where the page ended, and the sort
// for which that means something.
type cursor struct {
	Sort  string          `json:"sort"`
	Desc  bool            `json:"desc"`
	Value json.RawMessage `json:"value"`
	ID    json.RawMessage `json:"id"`
}

func (q Query[T]) encode(last *T) (string, error) {
	value, err := json.Marshal(q.keys[q.Sort](last))
	if err != nil {
		return "", err
	}
	id, err := json.Marshal(q.keys[idKey](last))
	if err != nil {
		return "", err
	}
	data, err := json.Marshal(cursor{Sort: q.Sort, Desc: q.Desc, Value: value, ID: id})
	return base64.RawURLEncoding.EncodeToString(data), err
}

// decode reads a cursor into the very fields it came from. A forged one must not
// hold what no database could compare with them.
func (q Query[T]) decode(text string) (*T, error) {
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	var c cursor
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	if c.Sort != q.Sort || c.Desc != q.Desc {
		return nil, errors.New("cursor of another sort")
	}
	after := new(T)
	value := q.keys[q.Sort](after)
	if err := errors.Join(json.Unmarshal(c.Value, value), json.Unmarshal(c.ID, q.keys[idKey](after))); err != nil {
		return nil, err
	}
	if !storable(value) {
		return nil, errors.New("value that no row has")
	}
	return after, nil
}

// storable reports whether every database can hold what a field has, given its
// address: no character U+0000 in a text, and a time in the years 1 to 9999.
func storable(field any) bool {
	switch v := field.(type) {
	case *string:
		return !strings.ContainsRune(*v, 0)
	case **string:
		return *v == nil || storable(*v)
	case *time.Time:
		year := v.UTC().Year()
		return year >= 1 && year <= 9999
	case **time.Time:
		return *v == nil || storable(*v)
	}
	return true
}
