package store

import "gorm.io/gorm"

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

// scope makes a query read limit rows of the page.
func (s seek) scope(limit int) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
		for _, f := range s.filters {
			db = db.Where(f.column+" = ?", f.value)
		}
		if !s.first {
			condition, args := s.after()
			db = db.Where(condition, args...)
		}
		direction := " ASC"
		if s.desc {
			direction = " DESC"
		}
		return db.Order(s.column + direction + ", id" + direction).Limit(limit)
	}
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
