package store

import (
	"library/internal/loan"
	"library/internal/page"
)

// loanSeek says by which column a list is sorted, and where the page begins. Of
// what a client asks for, only the columns named here reach a statement.
func loanSeek(q page.Query[loan.Loan]) seek {
	var row loanRow
	if q.After != nil {
		row = toLoanRow(*q.After)
	}
	s := map[string]seek{
		"id":          {column: "id"},
		"due":         {column: "due", value: row.Due},
		"returned_at": {column: "returned_at", value: row.ReturnedAt, nullable: true, null: row.ReturnedAt == nil},
		"created_at":  {column: "created_at", value: row.CreatedAt},
		"updated_at":  {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	for _, f := range q.Filters {
		s.filters = append(s.filters, filter{column: f.Field, value: f.ID})
	}
	return s
}
