package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"library/internal/book"
	"library/internal/page"
)

const (
	selectBooks = `
		SELECT title, version, created_at, updated_at, id
		FROM books`
	selectBook = selectBooks + `
		WHERE id = ?`
	insertBook = `
		INSERT INTO books (title, version, created_at, updated_at)
		VALUES (:title, :version, :created_at, :updated_at)
		RETURNING id`
	updateBook = `
		UPDATE books
		SET title = :title, version = :version, created_at = :created_at, updated_at = :updated_at
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
	Version   int64    `db:"version"`
	CreatedAt timeText `db:"created_at"`
	UpdatedAt timeText `db:"updated_at"`
}

// lockedBook reads a book that stays as it is until tx ends.
func lockedBook(ctx context.Context, tx *sqlx.Tx, id int64) (book.Book, error) {
	var row bookRow
	err := tx.GetContext(ctx, &row, selectBook, id)
	return fromBookRow(row), err
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
