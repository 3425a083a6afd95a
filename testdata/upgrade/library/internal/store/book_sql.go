package store

import (
	"github.com/acme/library/internal/book"
	"github.com/acme/library/internal/page"
)

const (
	selectBooks = `
		SELECT title, price, isbn, author_id, created_at, updated_at, id
		FROM books`
	selectBook = selectBooks + `
		WHERE id = ?`
	insertBook = `
		INSERT INTO books (title, price, isbn, author_id, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?)
		RETURNING id`
	updateBook = `
		UPDATE books
		SET title = ?, price = ?, isbn = ?, author_id = ?, created_at = ?, updated_at = ?
		WHERE id = ?`
	selectTitles = `
		SELECT title FROM books ORDER BY title`
	deleteBook = `
		DELETE FROM books
		WHERE id = ?`
)

// bookArgs are the columns of row as arguments, in the order of the statements.
func bookArgs(row *book.Book) []any {
	return []any{
		row.Title,
		row.Price,
		row.ISBN,
		row.AuthorID,
		timeText{&row.CreatedAt},
		timeText{&row.UpdatedAt},
	}
}

// bookColumns is where row takes its columns, in the order of the statements.
func bookColumns(row *book.Book) []any {
	return []any{
		&row.Title,
		&row.Price,
		&row.ISBN,
		&row.AuthorID,
		timeText{&row.CreatedAt},
		timeText{&row.UpdatedAt},
		&row.ID,
	}
}

// bookSeek says by which column a list is sorted, and where the page begins. Of
// what a client asks for, only the columns named here reach a statement.
func bookSeek(q page.Query[book.Book]) seek {
	var row book.Book
	if q.After != nil {
		row = *q.After
	}
	s := map[string]seek{
		"id":    {column: "id"},
		"title": {column: "title", value: row.Title},
		// Numbers that differ after the 15th digit count as equal here; as text, 10 would stand before 9.
		"price":      {column: "CAST(price AS REAL)", value: row.Price, nullable: true, null: row.Price == nil},
		"isbn":       {column: "isbn", value: row.ISBN, nullable: true, null: row.ISBN == nil},
		"created_at": {column: "created_at", value: timeText{&row.CreatedAt}},
		"updated_at": {column: "updated_at", value: timeText{&row.UpdatedAt}},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	for _, f := range q.Filters {
		s.filters = append(s.filters, filter{column: f.Field, value: f.ID})
	}
	return s
}
