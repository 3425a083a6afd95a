package store

import (
	"library/internal/book"
	"library/internal/page"
)

// bookSeek says by which column a list is sorted, and where the page begins. Of
// what a client asks for, only the columns named here reach a statement.
func bookSeek(q page.Query[book.Book]) seek {
	var row bookRow
	if q.After != nil {
		row = toBookRow(*q.After)
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"title":      {column: "title", value: row.Title},
		"created_at": {column: "created_at", value: row.CreatedAt},
		"updated_at": {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	return s
}
