package store

import (
	"library/internal/book"
	"library/internal/page"
)

const (
	selectBooks = `
		SELECT title, created_at, updated_at, id
		FROM books`
	selectBook = selectBooks + `
		WHERE id = ?`
	insertBook = `
		INSERT INTO books (title, created_at, updated_at)
		VALUES (:title, :created_at, :updated_at)
		RETURNING id`
	updateBook = `
		UPDATE books
		SET title = :title, created_at = :created_at, updated_at = :updated_at
		WHERE id = :id`
	deleteBook = `
		DELETE FROM books
		WHERE id = ?`
)

// bookRow is a row of the table books. Its tags are the names of the columns,
// and of the parameters of the statements.
type bookRow struct {
	ID        int64    `db:"id"`
	Title     string   `db:"title"`
	CreatedAt timeText `db:"created_at"`
	UpdatedAt timeText `db:"updated_at"`
}

// bookSeek describes the page that q asks for. Only the columns named here reach
// a statement, never text from a client.
func bookSeek(q page.Query[book.Book]) seek {
	var row bookRow
	if q.After != nil {
		row = toBookRow(*q.After)
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"title":      {column: "title", value: row.Title},
		"created_at": {column: "created_at", value: row.CreatedAt},
		"updated_at": {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	return s
}
