package store

import (
	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/track"
)

// trackSeek says by which column a list is sorted, and where the page begins. Of
// what a client asks for, only the columns named here reach a statement.
func trackSeek(q page.Query[track.Track]) seek {
	var row trackRow
	if q.After != nil {
		row = trackRow(*q.After)
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"title":      {column: "title", value: row.Title},
		"length":     {column: "length", value: row.Length, nullable: true, null: row.Length == nil},
		"released":   {column: "released", value: row.Released, nullable: true, null: row.Released == nil},
		"created_at": {column: "created_at", value: row.CreatedAt},
		"updated_at": {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	for _, f := range q.Filters {
		s.filters = append(s.filters, filter{column: f.Field, value: f.ID})
	}
	return s
}
