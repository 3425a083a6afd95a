package store

import (
	"github.com/acme/depot/internal/item"
	"github.com/acme/depot/internal/paging"
)

// itemSeek says by which column a list is sorted, and where the page begins. Of
// what a client asks for, only the columns named here reach a statement.
func itemSeek(q page.Query[item.Item]) seek {
	var row itemRow
	if q.After != nil {
		row = itemRow(*q.After)
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"sku":        {column: "sku", value: row.SKU},
		"title":      {column: "title", value: row.Title},
		"quantity":   {column: "quantity", value: row.Quantity},
		"status":     {column: "status", value: row.Status},
		"created_at": {column: "created_at", value: row.CreatedAt},
		"updated_at": {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	return s
}
