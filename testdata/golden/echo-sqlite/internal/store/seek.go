package store

// seek describes one page of a sorted list: rows equal in the column are
// ordered by id, and null stands before every value, as SQLite has it.
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
	direction, past := "ASC", ">"
	if s.desc {
		direction, past = "DESC", "<"
	}
	order := " ORDER BY " + s.column + " " + direction + ", id " + direction + " LIMIT ?"
	pair := " WHERE (" + s.column + ", id) " + past + " (?, ?)"
	switch {
	case s.first:
		return order, []any{limit}
	case s.column == "id":
		return " WHERE id " + past + " ?" + order, []any{s.id, limit}
	case s.null && s.desc:
		return " WHERE " + s.column + " IS NULL AND id < ?" + order, []any{s.id, limit}
	case s.null:
		return " WHERE " + s.column + " IS NOT NULL OR id > ?" + order, []any{s.id, limit}
	case s.desc && s.nullable:
		return pair + " OR " + s.column + " IS NULL" + order, []any{s.value, s.id, limit}
	default:
		return pair + order, []any{s.value, s.id, limit}
	}
}
