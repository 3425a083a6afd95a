package store

import "gorm.io/gorm"

// seek describes one page of a sorted list: rows equal in the column are
// ordered by id, and null comes before every value.
type seek struct {
	filters  []filter // that every row of the list passes
	column   string   // an expression of this package, never text from a client
	nullable bool     // the column may be null
	desc     bool     // descending, in the id too
	first    bool     // the first page; the fields below do not matter
	value    any      // of the column in the last row of the previous page
	null     bool     // that value is null
	id       int64    // of that row
}

// filter is a column and the value it must have.
type filter struct {
	column string // a name of this package, never text from a client
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
		return db.Order(s.order()).Limit(limit)
	}
}

// order is the order of the list.
func (s seek) order() string {
	if s.desc {
		return s.column + " DESC, id DESC"
	}
	return s.column + ", id"
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
