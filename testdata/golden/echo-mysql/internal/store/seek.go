package store

import (
	"strings"

	"gorm.io/gorm"

	"github.com/acme/tracks/internal/page"
)

// listColumn is what a list is sorted or filtered by.
type listColumn struct {
	text     string // an expression of this package, never text from a client
	nullable bool
	unique   bool // no two rows have the same value, nor null
}

// sortKey is a column that a list is sorted by. Null comes before every value.
type sortKey struct {
	listColumn
	desc  bool
	value any // in the last row of the previous page, nil if it is null
}

// sqlCondition is a part of a WHERE clause, with a ? for each argument.
type sqlCondition struct {
	text string
	args []any
}

// seek describes one page of a sorted list.
type seek struct {
	filters []sqlCondition // that every row of the list meets
	keys    []sortKey      // no two rows are equal in all of them
	first   bool           // the first page, for which the values of the keys do not matter
}

// newSeek describes the page that q asks for, of rows that meet some conditions.
// Only the given columns reach a statement, never text from a client.
func newSeek[T any](q page.Query[T], columns map[string]listColumn, conditions ...sqlCondition) seek {
	s := seek{first: q.After == nil, filters: conditions}
	for _, f := range q.Filters {
		s.filters = append(s.filters, columns[f.Field].matches(f.Operator, f.Values))
	}
	if q.Search != "" {
		s.filters = append(s.filters, search(q.Search, q.Searched(), columns))
	}
	for _, k := range q.Sort {
		at := sortKey{listColumn: columns[k.Field], desc: k.Desc}
		if !s.first {
			at.value = q.Value(q.After, k.Field)
		}
		s.keys = append(s.keys, at)
		if at.unique { // other keys decide nothing, and could keep an index from being used
			break
		}
	}
	return s
}

// scope makes a query read limit rows of the page.
func (s seek) scope(limit int) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
		return where(db, s.conditions()).Order(s.order()).Limit(limit)
	}
}

// total makes a query count the rows of the list.
func (s seek) total(db *gorm.DB) *gorm.DB { return where(db, s.filters) }

func where(db *gorm.DB, conditions []sqlCondition) *gorm.DB {
	for _, c := range conditions {
		db = db.Where(c.text, c.args...)
	}
	return db
}

// conditions are those of the page.
func (s seek) conditions() []sqlCondition {
	if s.first {
		return s.filters
	}
	return append(s.filters, beyond(s.keys))
}

// order is the order of the list.
func (s seek) order() string {
	terms := make([]string, len(s.keys))
	for i, k := range s.keys {
		terms[i] = k.order()
	}
	return strings.Join(terms, ", ")
}

func (k sortKey) order() string {
	if k.desc {
		return k.text + " DESC"
	}
	return k.text
}

// beyond is the condition that a row comes after the one with the values of keys.
func beyond(keys []sortKey) sqlCondition {
	k, past := keys[0], ">"
	if k.desc {
		past = "<"
	}
	if len(keys) == 1 {
		return sqlCondition{k.text + " " + past + " ?", []any{k.value}}
	}
	next := beyond(keys[1:]) // among the rows that are equal in the first key
	if k.value == nil {
		text := k.text + " IS NULL AND " + next.text
		if !k.desc {
			text = k.text + " IS NOT NULL OR " + text
		}
		return sqlCondition{"(" + text + ")", next.args}
	}
	text := k.text + " " + past + " ? OR " + k.text + " = ? AND " + next.text
	args := append([]any{k.value, k.value}, next.args...)
	if k.desc && k.nullable {
		return sqlCondition{"(" + text + " OR " + k.text + " IS NULL)", args}
	}
	// The first comparison tells where to enter an index.
	return sqlCondition{"(" + k.text + " " + past + "= ? AND (" + text + "))", append([]any{k.value}, args...)}
}
