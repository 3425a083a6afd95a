package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"library/internal/book"
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
	countBooks = `
		SELECT count(*)
		FROM books`
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

// bookListColumns are the columns that lists of books are sorted or filtered
// by.
func bookListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":         {text: "id"},
		"title":      {text: "title"},
		"created_at": {text: "created_at"},
		"updated_at": {text: "updated_at"},
	}
}
