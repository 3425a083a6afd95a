package store

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
	direction, past, nulls := " ASC", ">", ""
	if s.desc {
		direction, past = " DESC", "<"
	}
	switch {
	case s.nullable && s.desc:
		nulls = " NULLS LAST"
	case s.nullable:
		nulls = " NULLS FIRST" // PostgreSQL takes null for the greatest value
	}
	order := " ORDER BY " + s.column + direction + nulls + ", id" + direction
	pair := " WHERE (" + s.column + ", id) " + past + " ($1, $2)"
	switch {
	case s.first:
		return order + " LIMIT $1", []any{limit}
	case s.column == "id":
		return " WHERE id " + past + " $1" + order + " LIMIT $2", []any{s.id, limit}
	case s.null && s.desc:
		return " WHERE " + s.column + " IS NULL AND id < $1" + order + " LIMIT $2", []any{s.id, limit}
	case s.null:
		return " WHERE " + s.column + " IS NOT NULL OR id > $1" + order + " LIMIT $2", []any{s.id, limit}
	case s.desc && s.nullable:
		return pair + " OR " + s.column + " IS NULL" + order + " LIMIT $3", []any{s.value, s.id, limit}
	default:
		return pair + order + " LIMIT $3", []any{s.value, s.id, limit}
	}
}
