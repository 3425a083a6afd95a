package store

import (
	"strconv"
	"strings"
)

// seek describes one page of a sorted list: rows equal in the column are
// ordered by id, and null stands before every value.
type seek struct {
	column   string // an expression of this package, never text of a client
	nullable bool   // the column may be null
	desc     bool   // the other way round, ids too
	first    bool   // the page begins with the list; the rest does not matter
	value    any    // of the column, in the row that the page begins behind
	null     bool   // that value is null
	id       int64  // of that row
}

// clause is the end of a SELECT that reads limit rows of the page, with its
// arguments.
func (s seek) clause(limit int) (text string, args []any) {
	arg := func(value any) (mark string) {
		args = append(args, value)
		return "$" + strconv.Itoa(len(args))
	}
	var conditions []string
	if !s.first {
		conditions = append(conditions, s.after(arg))
	}
	if len(conditions) > 0 {
		text = " WHERE " + strings.Join(conditions, " AND ")
	}
	text += s.order() + " LIMIT " + arg(limit)
	return text, args
}

// after is the condition that a row stands behind the one that the page begins
// behind.
func (s seek) after(arg func(value any) (mark string)) string {
	past := ">"
	if s.desc {
		past = "<"
	}
	switch {
	case s.column == "id":
		return "id " + past + " " + arg(s.id)
	case s.null && s.desc:
		return s.column + " IS NULL AND id < " + arg(s.id)
	case s.null:
		return "(" + s.column + " IS NOT NULL OR id > " + arg(s.id) + ")"
	}
	pair := "(" + s.column + ", id) " + past + " (" + arg(s.value) + ", " + arg(s.id) + ")"
	if s.desc && s.nullable {
		return "(" + pair + " OR " + s.column + " IS NULL)"
	}
	return pair
}

// order is the order of the list. PostgreSQL takes null for the greatest value
// unless it is told otherwise.
func (s seek) order() string {
	direction, nulls := " ASC", " NULLS FIRST"
	if s.desc {
		direction, nulls = " DESC", " NULLS LAST"
	}
	if !s.nullable {
		nulls = ""
	}
	return " ORDER BY " + s.column + direction + nulls + ", id" + direction
}
