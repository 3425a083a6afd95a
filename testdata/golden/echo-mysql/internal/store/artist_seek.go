package store

import (
	"github.com/acme/tracks/internal/artist"
	"github.com/acme/tracks/internal/page"
)

// artistSeek says by which column a list is sorted, and where the page begins. Of
// what a client asks for, only the columns named here reach a statement.
func artistSeek(q page.Query[artist.Artist]) seek {
	var row artistRow
	if q.After != nil {
		row = artistRow(*q.After)
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"name":       {column: "name", value: row.Name},
		"born":       {column: "born", value: row.Born, nullable: true, null: row.Born == nil},
		"created_at": {column: "created_at", value: row.CreatedAt},
		"updated_at": {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	return s
}
