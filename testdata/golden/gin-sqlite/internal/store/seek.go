package store

import (
	"strings"
	"time"

	"github.com/acme/library/internal/page"
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

// newSeek describes the page that q asks for. Only the given columns reach a
// statement, never text from a client.
func newSeek[T any](q page.Query[T], columns map[string]listColumn) seek {
	s := seek{first: q.After == nil}
	for _, f := range q.Filters {
		s.filters = append(s.filters, columns[f.Field].matches(f.Operator, allStored(f.Values)))
	}
	for _, k := range q.Sort {
		at := sortKey{listColumn: columns[k.Field], desc: k.Desc}
		if !s.first {
			at.value = asStored(q.Value(q.After, k.Field))
		}
		s.keys = append(s.keys, at)
		if at.unique { // other keys decide nothing, and could keep an index from being used
			break
		}
	}
	return s
}

// clause is the end of a SELECT that reads limit rows of the page, with its
// arguments.
func (s seek) clause(limit int) (text string, args []any) {
	text, args = where(s.conditions())
	text += " ORDER BY " + s.order() + " LIMIT ?"
	return text, append(args, limit)
}

// total is the end of a SELECT that counts the rows of the list, with its
// arguments.
func (s seek) total() (text string, args []any) {
	text, args = where(s.filters)
	return text, args
}

func where(conditions []sqlCondition) (text string, args []any) {
	word := " WHERE "
	for _, c := range conditions {
		text, args = text+word+c.text, append(args, c.args...)
		word = " AND "
	}
	return text, args
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
	if areTuple(keys) {
		return tupleBeyond(keys, past)
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

// areTuple reports whether the rows after keys are those that compare as a tuple:
// all keys have the same direction, and no null is among the rows or the values.
func areTuple(keys []sortKey) bool {
	for _, k := range keys {
		if k.desc != keys[0].desc || k.value == nil || k.desc && k.nullable {
			return false
		}
	}
	return true
}

// tupleBeyond is the condition that a row is past the values of keys. It is all that a
// database needs to enter an index at that row.
func tupleBeyond(keys []sortKey, past string) sqlCondition {
	var texts, marks []string
	var args []any
	for _, k := range keys {
		texts, marks, args = append(texts, k.text), append(marks, "?"), append(args, k.value)
	}
	return sqlCondition{"(" + strings.Join(texts, ", ") + ") " + past + " (" + strings.Join(marks, ", ") + ")", args}
}

// asStored is value as the database keeps it.
func asStored(value any) any {
	if at, ok := value.(time.Time); ok {
		return timeText{&at}
	}
	return value
}

func allStored(values []any) []any {
	kept := make([]any, len(values))
	for i, value := range values {
		kept[i] = asStored(value)
	}
	return kept
}
