package store

import "strings"

// seek describes one page of a sorted list: rows equal in the column are
// ordered by id, and null stands before every value, as SQLite has it.
type seek struct {
	filters  []filter // that every row of the list passes
	column   string   // an expression of this package, never text of a client
	nullable bool     // the column may be null
	desc     bool     // the other way round, ids too
	first    bool     // the page begins with the list; the rest does not matter
	value    any      // of the column, in the row that the page begins behind
	null     bool     // that value is null
	id       int64    // of that row
}

// filter is a column and the value it must have.
type filter struct {
	column string // a name of this package, never text of a client
	value  any
}

// clause is the end of a SELECT that reads limit rows of the page, with its
// arguments.
func (s seek) clause(limit int) (text string, args []any) {
	var conditions []string
	for _, f := range s.filters {
		conditions, args = append(conditions, f.column+" = ?"), append(args, f.value)
	}
	if condition, values := s.after(); condition != "" {
		conditions, args = append(conditions, condition), append(args, values...)
	}
	if len(conditions) > 0 {
		text = " WHERE " + strings.Join(conditions, " AND ")
	}
	direction := "ASC"
	if s.desc {
		direction = "DESC"
	}
	text += " ORDER BY " + s.column + " " + direction + ", id " + direction + " LIMIT ?"
	return text, append(args, limit)
}

// after is the condition that a row stands behind the one that the page begins
// behind, with its arguments.
func (s seek) after() (condition string, args []any) {
	past := ">"
	if s.desc {
		past = "<"
	}
	pair := "(" + s.column + ", id) " + past + " (?, ?)"
	switch {
	case s.first:
		return "", nil
	case s.column == "id":
		return "id " + past + " ?", []any{s.id}
	case s.null && s.desc:
		return s.column + " IS NULL AND id < ?", []any{s.id}
	case s.null:
		return "(" + s.column + " IS NOT NULL OR id > ?)", []any{s.id}
	case s.desc && s.nullable:
		return "(" + pair + " OR " + s.column + " IS NULL)", []any{s.value, s.id}
	default:
		return pair, []any{s.value, s.id}
	}
}
