package store

import (
	"encoding/json"
	"time"

	"github.com/acme/everything/internal/book"
)

// toBookRow returns the row that keeps from.
func toBookRow(from book.Book) bookRow {
	return bookRow{
		ID:         from.ID,
		Title:      from.Title,
		AuthorID:   from.AuthorID,
		CategoryID: from.CategoryID,
		Labels:     from.Labels,
		ISBN:       from.ISBN,
		Price:      from.Price,
		Pages:      from.Pages,
		Sold:       from.Sold,
		Rating:     from.Rating,
		Available:  from.Available,
		Published:  from.Published,
		ReviewedAt: (*timeText)(from.ReviewedAt),
		Token:      from.Token,
		Status:     from.Status,
		Blurb:      from.Blurb,
		Attributes: (*jsonText)(from.Attributes),
		Version:    from.Version,
		CreatedAt:  timeText(from.CreatedAt),
		UpdatedAt:  timeText(from.UpdatedAt),
	}
}

// fromBookRow returns the book that row keeps.
func fromBookRow(row bookRow) book.Book {
	return book.Book{
		ID:         row.ID,
		Title:      row.Title,
		AuthorID:   row.AuthorID,
		CategoryID: row.CategoryID,
		Labels:     row.Labels,
		ISBN:       row.ISBN,
		Price:      row.Price,
		Pages:      row.Pages,
		Sold:       row.Sold,
		Rating:     row.Rating,
		Available:  row.Available,
		Published:  row.Published,
		ReviewedAt: (*time.Time)(row.ReviewedAt),
		Token:      row.Token,
		Status:     row.Status,
		Blurb:      row.Blurb,
		Attributes: (*json.RawMessage)(row.Attributes),
		Version:    row.Version,
		CreatedAt:  time.Time(row.CreatedAt),
		UpdatedAt:  time.Time(row.UpdatedAt),
	}
}
