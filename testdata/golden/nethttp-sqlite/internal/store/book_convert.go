package store

import (
	"time"

	"library/internal/book"
)

// toBookRow returns the row that keeps from.
func toBookRow(from book.Book) bookRow {
	return bookRow{
		ID:        from.ID,
		Title:     from.Title,
		Version:   from.Version,
		CreatedAt: timeText(from.CreatedAt),
		UpdatedAt: timeText(from.UpdatedAt),
	}
}

// fromBookRow returns the book that row keeps.
func fromBookRow(row bookRow) book.Book {
	return book.Book{
		ID:        row.ID,
		Title:     row.Title,
		Version:   row.Version,
		CreatedAt: time.Time(row.CreatedAt),
		UpdatedAt: time.Time(row.UpdatedAt),
	}
}
