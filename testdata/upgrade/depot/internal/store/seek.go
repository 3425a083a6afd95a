package store

import "gorm.io/gorm"

// seek describes one page of a sorted list: rows equal in the column are
// ordered by id, and null stands before every value, as MySQL has it.
type seek struct {
	column   string // an expression of this package, never text of a client
	nullable bool   // the column may be null
	desc     bool   // the other way round, ids too
	first    bool   // the page begins with the list; the rest does not matter
	value    any    // of the column, in the row that the page begins behind
	null     bool   // that value is null
	id       int64  // of that row
}

// scope makes a query read limit rows of the page.
func (s seek) scope(limit int) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
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
// behind, with its arguments. It compares the column and the id one by one: for
// (column, id) > (?, ?) MySQL would read an index from its beginning.
func (s seek) after() (condition string, args []any) {
	past := ">"
	if s.desc {
		past = "<"
	}
	beyond := "(" + s.column + " " + past + " ? OR " + s.column + " = ? AND id " + past + " ?"
	switch {
	case s.column == "id":
		return "id " + past + " ?", []any{s.id}
	case s.null && s.desc:
		return s.column + " IS NULL AND id < ?", []any{s.id}
	case s.null:
		return "(" + s.column + " IS NOT NULL OR " + s.column + " IS NULL AND id > ?)", []any{s.id}
	case s.desc && s.nullable:
		return beyond + " OR " + s.column + " IS NULL)", []any{s.value, s.value, s.id}
	default:
		return beyond + ")", []any{s.value, s.value, s.id}
	}
}
