package store

import (
	"github.com/acme/ledger/internal/customer"
	"github.com/acme/ledger/internal/page"
)

// customerSeek says by which column a list is sorted, and where the page begins. Of
// what a client asks for, only the columns named here reach a statement.
func customerSeek(q page.Query[customer.Customer]) seek {
	var row customerRow
	if q.After != nil {
		row = customerRow(*q.After)
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"name":       {column: "name", value: row.Name},
		"email":      {column: "email", value: row.Email},
		"created_at": {column: "created_at", value: row.CreatedAt},
		"updated_at": {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	return s
}
