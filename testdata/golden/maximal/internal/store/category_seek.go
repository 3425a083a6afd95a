package store

import (
	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/page"
)

// categorySeek says by which column a list is sorted, and where the page begins. Of
// what a client asks for, only the columns named here reach a statement.
func categorySeek(q page.Query[category.Category]) seek {
	var row categoryRow
	if q.After != nil {
		row = toCategoryRow(*q.After)
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"name":       {column: "name", value: row.Name},
		"created_at": {column: "created_at", value: row.CreatedAt},
		"updated_at": {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	for _, f := range q.Filters {
		s.filters = append(s.filters, filter{column: f.Field, value: f.ID})
	}
	return s
}
