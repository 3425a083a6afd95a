package store

import "strings"

// seek describes one page of a sorted list: rows equal in the column are
// ordered by id, and null comes before every value.
type seek struct {
	column   string // an expression of this package, never text from a client
	nullable bool   // the column may be null
	desc     bool   // descending, in the id too
	first    bool   // the first page; the fields below do not matter
	value    any    // of the column in the last row of the previous page
	null     bool   // that value is null
	id       int64  // of that row
}

// clause is the end of a SELECT that reads limit rows of the page, with its
// arguments.
func (s seek) clause(limit int) (text string, args []any) {
	var conditions []string
	if !s.first {
		condition, values := s.after()
		conditions, args = append(conditions, condition), append(args, values...)
	}
	if len(conditions) > 0 {
		text = " WHERE " + strings.Join(conditions, " AND ")
	}
	text += " ORDER BY " + s.order() + " LIMIT ?"
	return numbered(text), append(args, limit)
}

// order is the order of the list. PostgreSQL sorts null last unless it is told
// otherwise.
func (s seek) order() string {
	direction, nulls := " ASC", " NULLS FIRST"
	if s.desc {
		direction, nulls = " DESC", " NULLS LAST"
	}
	if !s.nullable {
		nulls = ""
	}
	return s.column + direction + nulls + ", id" + direction
}

// after is the condition that a row comes after the previous page, with its
// arguments.
func (s seek) after() (condition string, args []any) {
	past := ">"
	if s.desc {
		past = "<"
	}
	condition, args = "("+s.column+", id) "+past+" (?, ?)", []any{s.value, s.id}
	switch {
	case s.column == "id":
		return "id " + past + " ?", []any{s.id}
	case s.null && s.desc:
		return s.column + " IS NULL AND id < ?", []any{s.id}
	case s.null:
		return "(" + s.column + " IS NOT NULL OR " + s.column + " IS NULL AND id > ?)", []any{s.id}
	case s.desc && s.nullable:
		condition += " OR " + s.column + " IS NULL"
	}
	return "(" + condition + ")", args
}
