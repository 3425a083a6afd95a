package store

import (
	"github.com/acme/rooms/internal/page"
	"github.com/acme/rooms/internal/room"
)

// roomSeek says by which column a list is sorted, and where the page begins. Of
// what a client asks for, only the columns named here reach a statement.
func roomSeek(q page.Query[room.Room]) seek {
	var row roomRow
	if q.After != nil {
		row = roomRow(*q.After)
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"name":       {column: "name", value: row.Name},
		"seats":      {column: "seats", value: row.Seats},
		"created_at": {column: "created_at", value: row.CreatedAt},
		"updated_at": {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	return s
}
