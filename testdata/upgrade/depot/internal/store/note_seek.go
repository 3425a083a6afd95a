package store

import (
	"github.com/acme/depot/internal/note"
	"github.com/acme/depot/internal/paging"
)

// noteSeek says by which column a list is sorted, and where the page begins. Of
// what a client asks for, only the columns named here reach a statement.
func noteSeek(q page.Query[note.Note]) seek {
	var row noteRow
	if q.After != nil {
		row = noteRow(*q.After)
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"created_at": {column: "created_at", value: row.CreatedAt},
		"updated_at": {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	return s
}
