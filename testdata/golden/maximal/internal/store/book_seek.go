package store

import (
	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/page"
)

// bookSeek says by which column a list is sorted, and where the page begins. Of
// what a client asks for, only the columns named here reach a statement.
func bookSeek(q page.Query[book.Book]) seek {
	var row bookRow
	if q.After != nil {
		row = toBookRow(*q.After)
	}
	s := map[string]seek{
		"id":    {column: "id"},
		"title": {column: "title", value: row.Title},
		"isbn":  {column: "isbn", value: row.ISBN, nullable: true, null: row.ISBN == nil},
		// Numbers that differ after the 15th digit count as equal here; as text, 10 would stand before 9.
		"price":       {column: "CAST(price AS REAL)", value: row.Price, nullable: true, null: row.Price == nil},
		"pages":       {column: "pages", value: row.Pages, nullable: true, null: row.Pages == nil},
		"sold":        {column: "sold", value: row.Sold},
		"rating":      {column: "rating", value: row.Rating, nullable: true, null: row.Rating == nil},
		"published":   {column: "published", value: row.Published, nullable: true, null: row.Published == nil},
		"reviewed_at": {column: "reviewed_at", value: row.ReviewedAt, nullable: true, null: row.ReviewedAt == nil},
		"status":      {column: "status", value: row.Status},
		"created_at":  {column: "created_at", value: row.CreatedAt},
		"updated_at":  {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	for _, f := range q.Filters {
		s.filters = append(s.filters, filter{column: f.Field, value: f.ID})
	}
	return s
}
